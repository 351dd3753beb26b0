"use strict";

// Clicks through the page to try calls on, without a browser: node try-page.js URL PAGE.js [KEY]. Prints each call and its receipt.
const { readFileSync } = require("node:fs");
const vm = require("node:vm");
const [, , url, page, key] = process.argv;

class Element {
  constructor() {
    this.children = [];
    this.selectedIndex = 0;
  }
  append(...children) {
    this.children.push(...children);
  }
  replaceChildren(...children) {
    this.children = children;
  }
  get text() {
    return this.children.map(child => (typeof child === "string" ? child : child.text)).join(" ");
  }
}

const elements = {};
const $ = id => (elements[id] ??= new Element());

async function main() {
  vm.runInNewContext(readFileSync(page, "utf8"), {
    document: { getElementById: $, createElement: () => new Element(), createTextNode: text => text },
    location: { origin: url },
    fetch: (path, init) => fetch(url + path, init),
  });
  if (key) {
    for (let wait = 0; wait < 100 && !$("receipt").text; wait++) await new Promise(resolve => setTimeout(resolve, 50));
    console.log(`${$("who").hidden ? "open" : "asked who it is"}: ${$("receipt").text}`);
    $("key").value = key;
    await $("enter").onclick();
  }
  for (let wait = 0; wait < 100 && !$("send").onclick; wait++) await new Promise(resolve => setTimeout(resolve, 50));
  const offered = $("operation").children.map(option => option.text);
  for (const [ending, changes] of JSON.parse(readFileSync(0, "utf8"))) {
    $("operation").selectedIndex = offered.findIndex(option => option.split(" ")[1].endsWith(ending));
    $("operation").onchange();
    const body = JSON.parse($("body").value);
    Object.assign(body.inputs ?? {}, changes);
    $("body").value = JSON.stringify(body);
    await $("send").onclick();
    console.log(`${ending}: ${$("receipt").text}`);
  }
}

main();
