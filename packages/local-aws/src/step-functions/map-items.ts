import type { MapState } from './definition.ts';
import { StateError } from './state-error.ts';
import type { Visit } from './visit.ts';

/** Input of one iteration of a Map state. */
export interface MapItem {
  /** The name of the member, where the items are the members of an object. */
  readonly key?: string;
  readonly value: unknown;
}

/** The items of a Map state that doesn't read them from S3: what Items gives, else the input. */
export async function readItemsFromInput(visit: Visit<MapState>): Promise<readonly MapItem[]> {
  const items = await visit.fillOr(visit.input, visit.state.Items, 'Items');
  return itemsOf(items, visit.name);
}

/**
 * The elements of an array or the members of an object.
 * Throws `States.QueryEvaluationError` for anything else.
 */
export function itemsOf(items: unknown, state: string): readonly MapItem[] {
  if (Array.isArray(items)) return items.map((value) => ({ value }));
  if (typeof items === 'object' && items !== null) {
    return Object.entries(items).map(([key, value]) => ({ key, value }));
  }
  throw new StateError(
    'States.QueryEvaluationError',
    `The items of the Map state '${state}' must be an array or an object, not ${JSON.stringify(items)?.slice(0, 100)}.`,
  );
}

/**
 * The input of an iteration, and what `$states.context` shows
 * in it: the item itself, or what ItemSelector makes of it.
 */
export async function selectItem(
  visit: Visit<MapState>,
  items: readonly MapItem[],
  index: number,
): Promise<{ input: unknown; context: Readonly<Record<string, unknown>> }> {
  const item = items[index] ?? { value: null };
  const Item = { Index: index, Value: item.value, ...(item.key === undefined ? {} : { Key: item.key }) };
  const context = { Map: { Item } };
  const unselected = item.key === undefined ? item.value : { Key: item.key, Value: item.value };
  const input = await visit.fillOr(unselected, visit.state.ItemSelector, 'ItemSelector', {}, context);
  return { input, context };
}
