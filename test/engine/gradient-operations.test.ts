import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { GraphBuilder } from '../../electron/engine/graph-builder';
import { FLAT, RULES, WITHOUT_RULE } from '../../electron/engine/gradients/rules';
import { LayerGraph } from '../../electron/engine/layer-graph';
import { openNetwork } from '../../electron/model/readers/open-network';
import { casesIn } from '../references/compare';
import { readCaseFolder } from '../fixtures/keras-cases';

const fixtures = path.join(import.meta.dirname, '../fixtures');

/** Every operation of the graphs of all models in the fixtures. */
async function writtenOperations(): Promise<Set<string>> {
  const operations = new Set<string>();
  for (const group of ['keras', 'keras-layers'])
    for (const name of casesIn(path.join(fixtures, group))) {
      const { modelFile, architecture } = readCaseFolder(path.join(fixtures, group, name));
      if (!existsSync(modelFile)) continue;
      const network = await openNetwork(modelFile, architecture);
      const all = network.calls.flatMap((call, place) =>
        call.inputs.length === 0 ? [] : call.outputShapes.map((_, output) => ({ call: place, output })),
      );
      for (const unrolls of [true, false]) {
        const graph = new GraphBuilder(unrolls);
        new LayerGraph(graph, network, all);
        for (const { op } of graph.nodes) operations.add(op);
      }
    }
  return operations;
}

it('every operation that models of the fixtures are written with has a rule, is flat, or has a reason why not', async () => {
  const known = [...Object.keys(RULES), ...FLAT, ...Object.keys(WITHOUT_RULE)];
  const operations = await writtenOperations();
  expect([...operations].filter((op) => !known.includes(op))).toEqual([]);
  expect(operations.size).toBeGreaterThan(80);
});

it('no operation is in two of the lists', () => {
  const all = [...Object.keys(RULES), ...FLAT, ...Object.keys(WITHOUT_RULE)];
  expect(all.filter((op, place) => all.indexOf(op) !== place)).toEqual([]);
});
