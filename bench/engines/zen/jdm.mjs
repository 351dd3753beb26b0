// Writes the models in ZEN's own format (JDM), from the tables that the DMN models have, too. A condition is written
// alike in both, but for `-`, which is an empty cell here.
//
// Nodes stand in a row, and each passes on what it was given with what it found.

/** W1: what is read from the dates, seven tables, and the fees. ZEN reads dates with a space for the `T`. */
export function rental(tables) {
  return chain([
    expressions('time', {
      durationUnits: "ceil(d(endAt).diff(d(startAt), 'minute') / 10)",
      month: 'd(startAt).month()',
      day: 'd(startAt).day()',
      weekday: 'd(startAt).weekday()',
    }),
    ...tables.map((table) => decisionTable(table)),
    expressions(
      'quote',
      {
        units: 'durationUnits',
        dayType: 'dayType',
        rental: toTens('(durationUnits * baseRate * durationFactor * zoneFactor * memberFactor)'),
        mileage: toTens('mileageRaw'),
        deductible: toTens('(deductiblePerDay * ceil(durationUnits / 144))'),
        total: '$.rental + $.mileage + $.deductible',
      },
      false,
    ),
  ]);
}

/** W2 and W3: one table. */
export function rating([table]) {
  return chain([decisionTable(table, false)]);
}

function toTens(amount) {
  return `floor(${amount} / 10 + 0.5) * 10`;
}

function chain(nodes) {
  const all = [node('request', 'inputNode'), ...nodes, node('response', 'outputNode')];
  const edges = all.slice(1).map((target, i) => ({
    id: `edge${i}`,
    type: 'edge',
    sourceId: all[i].id,
    targetId: target.id,
  }));
  return { nodes: all, edges };
}

function node(name, type, content) {
  return { id: name, name, type, position: { x: 0, y: 0 }, content };
}

function expressions(name, values, passThrough = true) {
  return node(name, 'expressionNode', {
    passThrough,
    expressions: Object.entries(values).map(([key, value]) => ({ id: key, key, value })),
  });
}

function decisionTable({ name, inputs, outputs, rules }, passThrough = true) {
  const columns = [...inputs.map((_, i) => `in${i}`), ...outputs.map((_, i) => `out${i}`)];
  return node(name, 'decisionTableNode', {
    passThrough,
    hitPolicy: 'first',
    inputs: inputs.map((input, i) => column(`in${i}`, input.text.replace('startAt.', ''))),
    outputs: outputs.map((output, i) => column(`out${i}`, output.text)),
    rules: rules.map((cells, rule) => ({
      _id: `${name}${rule}`,
      ...Object.fromEntries(cells.map((cell, i) => [columns[i], cell === '-' ? '' : cell])),
    })),
  });
}

function column(id, field) {
  return { id, name: field, field, type: 'expression' };
}
