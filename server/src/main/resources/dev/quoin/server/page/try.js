"use strict";

// The page to try calls on: what can be asked comes from the OpenAPI document, requests are filled in from its examples.
const $ = id => document.getElementById(id);
const operations = [];

const shown = text => document.createTextNode(text);

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

// What the last answers said: a quote that can be taken with the inputs that it was made of, and the booking that it became.
const last = { quote: "a quote's id", inputs: {}, booking: "R-1" };

// Who asks, where the server wants to know: kept by this page alone, until it is closed.
let key = "";
const who = () => (key ? { Authorization: `Bearer ${key}` } : {});

async function start() {
  $("enter").onclick = enter;
  const api = await (await fetch("/v1/openapi.json", { headers: who() })).json();
  $("who").hidden = !(api.problems || key);
  if (api.problems) {
    $("receipt").replaceChildren(...receipt(api), element("p", "soft", shown("This server asks callers who they are, in the header " +
      "“authorization: Bearer …”. This page needs a key that may see releases and ask for prices, such as of " +
      "“quoin keys add try --scope releases,price,book”, or the token of a login.")));
    return;
  }
  $("receipt").replaceChildren();
  for (const [path, methods] of Object.entries(api.paths)) {
    const body = methods.post?.requestBody?.content["application/json"]?.schema;
    if (!body || path.includes("/ratebooks/")) continue;
    for (const example of body.examples ?? []) {
      const title = [methods.post.summary, example.ratebook].filter(Boolean).join(", ");
      operations.push({ path, title, example: () => example });
    }
    if (path.endsWith("/bookings")) {
      operations.push({ path, title: methods.post.summary, example: () => ({ quote_id: last.quote, booking_id: last.booking }) });
    } else if (path.includes("{booking_id}")) {
      const inputs = api.components.schemas[body.properties.inputs.$ref.split("/").pop()].properties;
      operations.push({ path, title: methods.post.summary, example: () => ({ inputs: filled(inputs) }) });
    }
  }
  $("operation").replaceChildren(...operations.map(operation =>
    element("option", "", shown(`POST ${operation.path} — ${operation.title}`))));
  $("operation").onchange = choose;
  $("body").oninput = curl;
  $("send").onclick = send;
  choose();
}

async function enter() {
  key = $("key").value.trim();
  operations.length = 0;
  await start();
}

// What an event is sent with: what the rental was asked with, else something of its kind, to be changed by hand.
function filled(inputs) {
  return Object.fromEntries(Object.entries(inputs).map(([name, schema]) =>
    [name, last.inputs[name] ?? schema.enum?.[0] ?? ofKind(schema)]));
}

function ofKind(schema) {
  if (schema.format === "date-time") return last.inputs.end ?? "2026-06-14T21:00";
  if (schema.format === "decimal") return "1";
  return [].concat(schema.type).includes("boolean") ? false : null;
}

const chosen = () => operations[$("operation").selectedIndex];

const path = () => chosen().path.replace("{booking_id}", encodeURIComponent(last.booking));

function choose() {
  $("body").value = JSON.stringify(chosen().example(), null, 2);
  curl();
}

function curl() {
  const body = $("body").value.replace(/\s+/g, " ").replaceAll("'", "'\\''");
  const bearer = key ? ` \\\n  -H "Authorization: Bearer $QUOIN_API_KEY"` : "";
  $("curl").textContent = `curl -s ${location.origin}${path()} \\\n  -H 'Content-Type: application/json'${bearer} \\\n  -d '${body}'`;
}

async function send() {
  let answer;
  try {
    const response = await fetch(path(), {
      method: "POST",
      headers: { "Content-Type": "application/json", "Quoin-Caller": "try-page", ...who() },
      body: $("body").value,
    });
    answer = await response.json();
  } catch (failure) {
    $("receipt").replaceChildren(element("p", "wrong", shown(`No answer: ${failure.message}. Is the server still there?`)));
    $("raw").hidden = true;
    return;
  }
  if (!answer.problems) remember(answer);
  $("raw").hidden = false;
  $("answer").textContent = JSON.stringify(answer, null, 2);
  $("receipt").replaceChildren(...receipt(answer));
}

function remember(answer) {
  if (answer.booking_id) {
    last.booking = answer.booking_id;
  } else if (answer.service === "rental" && answer.outcome === "price") {
    last.quote = answer.id;
    last.inputs = JSON.parse($("body").value).inputs;
    last.booking = `R-${answer.id.slice(-12)}`;
  }
}

// Amounts stay the texts that came: only blanks between thousands are added.
const grouped = amount => amount.replace(/\B(?=(\d{3})+(?!\d))/g, ",");

function receipt(answer) {
  if (answer.problems) {
    return answer.problems.map(problem => {
      const code = element("a", "", shown(problem.code));
      code.href = problem.page;
      return element("p", "wrong", code, shown(` ${problem.field} — ${problem.sentence}`));
    });
  }
  if (answer.booking_id) {
    const added = answer.difference ? ` · ${grouped(answer.difference)} more` : "";
    return [element("p", "soft", shown(`${answer.booking_id} · ${answer.state}${added}`)), ...receipt(answer.answer)];
  }
  if (answer.outcome === "refusal") {
    return answer.reasons.map(reason => element("p", "wrong", shown(`${reason.text.ko} ${reason.text.en}`)));
  }
  const row = (name, amount, className) =>
    element("tr", className, element("td", "", shown(name)), element("td", "amount", shown(grouped(amount))));
  const table = element("table", "",
    ...answer.line_items.map(line => row(`${line.text.ko} · ${line.text.en}`, line.amount)),
    row(`합계 · Total (${answer.currency})`, answer.total, "total"));
  return [table, element("p", "soft", shown(`${answer.ratebook} ${answer.release.slice(0, 12)} · ${answer.priced_at} · ${answer.id}`))];
}

start();
