// An identity provider for tests: OpenID Connect as its makers were certified for it, with clients that are given tokens by their secret.
// Environment: PORT (0 for a free one), KEYS (the private keys as a JWK set), ROLES (the claim `roles`, by client).
// Prints where it is.
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const roles = JSON.parse(process.env.ROLES);
let provider;
const server = createServer((request, response) => provider.callback()(request, response));
server.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  provider = new Provider(issuer, {
    jwks: JSON.parse(process.env.KEYS),
    clients: Object.keys(roles).map(client_id => ({
      client_id,
      client_secret: 'not-secret',
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    })),
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_, resource) => ({
          scope: '',
          audience: resource,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    extraTokenClaims: (_, token) => ({ roles: roles[token.clientId] }),
    ttl: { ClientCredentials: 600 },
  });
  console.log(issuer);
});
