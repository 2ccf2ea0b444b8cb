import type { MapState } from '../definition.ts';
import { StateError } from '../state-error.ts';
import type { Visit } from '../visit.ts';

/** The input of one child execution. */
export interface Batch {
  readonly input: unknown;
  readonly itemCount: number;
}

/** Each item alone, or with ItemBatcher as many together as its limits allow: `{ BatchInput, Items }`. */
export async function batchInputs(
  visit: Visit<MapState>,
  inputs: readonly unknown[],
): Promise<readonly Batch[]> {
  const batcher = visit.state.ItemBatcher;
  if (!batcher) return inputs.map((input) => ({ input, itemCount: 1 }));
  const maxItems = await visit.fillNumber(batcher.MaxItemsPerBatch, 'ItemBatcher/MaxItemsPerBatch', 1);
  const maxBytes = await visit.fillNumber(
    batcher.MaxInputBytesPerBatch,
    'ItemBatcher/MaxInputBytesPerBatch',
    1,
  );
  if (maxItems === undefined && maxBytes === undefined) {
    throw new StateError('States.Runtime', 'ItemBatcher needs MaxItemsPerBatch or MaxInputBytesPerBatch.');
  }
  const BatchInput = await visit.fill(batcher.BatchInput, 'ItemBatcher/BatchInput');
  const wrap = (Items: readonly unknown[]) => (BatchInput === undefined ? { Items } : { BatchInput, Items });
  return groupItems(inputs, wrap, {
    maxItems: maxItems ?? Number.POSITIVE_INFINITY,
    maxBytes: maxBytes ?? Number.POSITIVE_INFINITY,
  }).map((items) => ({ input: wrap(items), itemCount: items.length }));
}

/**
 * Splits items, in order, into groups of at most `maxItems` whose wrapped JSON has at most `maxBytes` bytes.
 * An item that is too large by itself has a group of its own: the child execution is what refuses it.
 */
export function groupItems<T>(
  items: readonly T[],
  wrap: (items: readonly T[]) => unknown,
  limits: { readonly maxItems: number; readonly maxBytes: number },
): T[][] {
  const groups: T[][] = [];
  const emptyBytes = Buffer.byteLength(JSON.stringify(wrap([])));
  let bytes = 0;
  for (const item of items) {
    const group = groups.at(-1);
    // a comma between two items is one byte more
    const itemBytes = Buffer.byteLength(JSON.stringify(item));
    const fits = group && group.length < limits.maxItems && bytes + 1 + itemBytes <= limits.maxBytes;
    if (fits) {
      group.push(item);
      bytes += 1 + itemBytes;
    } else {
      groups.push([item]);
      bytes = emptyBytes + itemBytes;
    }
  }
  return groups;
}
