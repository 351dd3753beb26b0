// Races ZEN with the same decisions by hand in JavaScript: `node race.mjs WORKLOAD.json SECONDS`. The file holds the name,
// the tables, the requests and the right answers of a workload; what was measured goes to standard output as JSON.
//
// As in the Java races, contenders take turns of at least a tenth of a second, the first half of the time is for warming
// up, and the mean of the best time through the requests counts. One request is asked after another.
import { ZenEngine } from '@gorules/zen-engine';
import { readFileSync } from 'node:fs';
import * as byHand from './by-hand.mjs';
import * as jdm from './jdm.mjs';

const TURN = 100e6;
const CHECKED = 500;
const CHECKS = 5e9;

const [file, seconds] = process.argv.slice(2);
const { name, tables, requests, answers } = JSON.parse(readFileSync(file, 'utf8'));
const shape = name === 'W1' ? 'rental' : 'rating';

function now() {
  return Number(process.hrtime.bigint());
}

/** ZEN gets what JSON can say, with its own notation of dates. */
function forZen({ startAt, endAt, ...others }) {
  return startAt === undefined
    ? others
    : { ...others, startAt: startAt.replace('T', ' '), endAt: endAt.replace('T', ' ') };
}

function forJavaScript({ startAt, endAt, ...others }) {
  return startAt === undefined
    ? others
    : { ...others, startAt: new Date(`${startAt}Z`), endAt: new Date(`${endAt}Z`) };
}

const results = new Array(requests.length);

/** Nanoseconds for an answer, of a contender that answers at once. */
function timeOfHand(decide, asked) {
  const start = now();
  for (let i = 0; i < asked.length; i++) {
    results[i] = decide(asked[i]);
  }
  return (now() - start) / asked.length;
}

/** The same of ZEN, which answers later; as many of the requests as fit into a turn. */
async function timeOfZen(decision, asked) {
  const start = now();
  let answered = 0;
  do {
    results[answered] = (await decision.evaluate(asked[answered])).result;
    answered++;
  } while (answered < asked.length && now() - start < TURN);
  return (now() - start) / answered;
}

async function turn(time) {
  const turnEnd = now() + TURN;
  let best = Infinity;
  do {
    best = Math.min(best, await time());
  } while (now() < turnEnd);
  return best;
}

async function rounds(times, nanos) {
  const best = times.map(() => Infinity);
  const end = now() + nanos;
  do {
    for (const [i, time] of times.entries()) {
      best[i] = Math.min(best[i], await turn(time));
    }
  } while (now() < end);
  return best;
}

/** How many answers are right; throws at the first that is not. */
async function check(contender, decide) {
  const end = now() + CHECKS;
  let checked = 0;
  do {
    const told = await decide(checked);
    for (const [entry, right] of Object.entries(answers[checked])) {
      if (told?.[entry] !== right) {
        throw new Error(
          `${contender}: ${name}, request ${checked}, ${JSON.stringify(requests[checked])}: ` +
            `${JSON.stringify(told)} (expected: ${JSON.stringify(answers[checked])})`,
        );
      }
    }
    checked++;
  } while (checked < Math.min(CHECKED, requests.length) && now() < end);
  return checked;
}

const model = Buffer.from(JSON.stringify(jdm[shape](tables)));
const start = now();
const decision = new ZenEngine().createDecision(model);
const loaded = (now() - start) / 1e9;
const decide = byHand[shape](tables);

const ofZen = requests.map(forZen);
const ofHand = requests.map(forJavaScript);
const checkedByHand = await check('by hand', (i) => decide(ofHand[i]));
const checked = await check('ZEN', async (i) => (await decision.evaluate(ofZen[i])).result);

const times = [() => timeOfHand(decide, ofHand), () => timeOfZen(decision, ofZen)];
await rounds(times, (seconds * 1e9) / 2);
const [byHandNanos, zenNanos] = await rounds(times, (seconds * 1e9) / 2);
console.log(
  JSON.stringify({
    node: process.versions.node,
    byHand: { nanos: byHandNanos, checked: checkedByHand },
    zen: { nanos: zenNanos, checked, loaded },
  }),
);
