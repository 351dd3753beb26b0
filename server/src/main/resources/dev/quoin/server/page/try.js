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

async function start() {
  const api = await (await fetch("/v1/openapi.json")).json();
  for (const [path, methods] of Object.entries(api.paths)) {
    const body = methods.post?.requestBody?.content["application/json"].schema;
    for (const example of path.includes("/ratebooks/") ? [] : body?.examples ?? []) {
      const title = [methods.post.summary, example.ratebook].filter(Boolean).join(", ");
      operations.push({ path, title, body: JSON.stringify(example, null, 2) });
    }
  }
  for (const operation of operations) {
    $("operation").append(element("option", "", shown(`POST ${operation.path} — ${operation.title}`)));
  }
  $("operation").onchange = choose;
  $("body").oninput = curl;
  $("send").onclick = send;
  choose();
}

const chosen = () => operations[$("operation").selectedIndex];

function choose() {
  $("body").value = chosen().body;
  curl();
}

function curl() {
  const body = $("body").value.replace(/\s+/g, " ").replaceAll("'", "'\\''");
  $("curl").textContent = `curl -s ${location.origin}${chosen().path} \\\n  -H 'Content-Type: application/json' \\\n  -d '${body}'`;
}

async function send() {
  let answer;
  try {
    const response = await fetch(chosen().path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Quoin-Caller": "try-page" },
      body: $("body").value,
    });
    answer = await response.json();
  } catch (failure) {
    $("receipt").replaceChildren(element("p", "wrong", shown(`No answer: ${failure.message}. Is the server still there?`)));
    $("raw").hidden = true;
    return;
  }
  $("raw").hidden = false;
  $("answer").textContent = JSON.stringify(answer, null, 2);
  $("receipt").replaceChildren(...receipt(answer));
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
