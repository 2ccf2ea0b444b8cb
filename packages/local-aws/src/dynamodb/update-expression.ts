import type { Path } from './condition.ts';
import { at } from './condition.ts';
import type { AttributeValue, Item } from './item.ts';

/*
 * Makes a parsed update expression safe for dynalite, which carries out its parts one after the other: in
 * DynamoDB all paths mean the item as it was before the update (API reference, UpdateItem).
 */

/** One part of a parsed update expression: `SET a = b + :c`, `REMOVE l[1]` ... */
interface Section {
  readonly type: 'set' | 'remove' | 'add' | 'delete';
  readonly path: Path;
  readonly val?: Operand;
}

type Operand =
  | Path
  | AttributeValue
  | { readonly type: 'add' | 'subtract'; readonly args: readonly Operand[] }
  | { readonly type: 'function'; readonly name: string; readonly args: readonly [Path, Operand] };

/** A parsed update expression; dynalite knows more of it. */
export interface Updates {
  readonly sections: readonly Section[];
}

/** The same update, whose parts do not disturb each other, for the item as it was. */
export function independentUpdates<T extends Updates>(updates: T, before: Item): T {
  const sections = updates.sections.map((section) =>
    section.type === 'set' && section.val !== undefined
      ? { ...section, val: detached(section.val, before) }
      : section,
  );
  const removals = sections.filter(({ type }) => type === 'remove');
  return {
    ...updates,
    // elements leave a list after everything else, the inner
    // and the last ones first: indexes keep their meaning
    sections: [
      ...sections.filter(({ type }) => type !== 'remove'),
      ...removals.sort((a, b) => b.path.length - a.path.length || lastIndex(b) - lastIndex(a)),
    ],
  };
}

const lastIndex = ({ path }: Section): number => {
  const last = path.at(-1);
  return typeof last === 'number' ? last : -1;
};

/**
 * An operand in which paths are replaced by copies of their values, so that nothing is in two places at once.
 */
function detached(operand: Operand, before: Item): Operand {
  if (isPath(operand)) return copyAt(operand, before) ?? operand;
  if (!('type' in operand)) return operand;
  if (operand.type !== 'function')
    return { ...operand, args: operand.args.map((arg) => detached(arg, before)) };
  const [first, second] = operand.args;
  if (operand.name === 'if_not_exists') return copyAt(first, before) ?? detached(second, before);
  return { ...operand, args: [detached(first, before) as Path, detached(second, before)] };
}

const isPath = (operand: Operand): operand is Path => Array.isArray(operand);

const copyAt = (path: Path, item: Item): AttributeValue | undefined => structuredClone(at(path, item));
