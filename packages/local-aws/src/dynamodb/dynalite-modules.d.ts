/** The parts of dynalite 4.0.0 that the local DynamoDB uses; the package has no types of its own. */

declare module 'dynalite/db/index.js' {
  type Item = import('./item.ts').Item;
  type TableDescription = import('./item.ts').TableDescription;
  type Finding = import('./dynalite.ts').DynaliteError | undefined | null;

  const db: {
    validateKey(key: Item, table: TableDescription): Finding;
    validateItem(item: Item, table: TableDescription): Finding;
    /** Whether an update names only attributes that may be updated, with types that the indexes allow. */
    validateUpdates(attributeUpdates: unknown, expressionUpdates: unknown, table: TableDescription): Finding;
    /** Sortable text that stands for the item's primary key. */
    createKey(item: Item, table: TableDescription): string;
    /** Sortable text that stands for the item's key in an index; a few items can share it. */
    createIndexKey(item: Item, table: TableDescription, keySchema: TableDescription['KeySchema']): string;
    /** `GT`, `LT` ...: compares two numbers. */
    compare(operator: string, left: unknown, right: readonly unknown[]): boolean;
    mapPaths(paths: readonly unknown[], item: Item): Item;
    capacityUnits(item: Item | undefined, isRead: boolean, isConsistent: boolean): number;
  };
  export = db;
}

declare module 'dynalite/validations/index.js' {
  const validations: {
    /** Keeps the members that `types` knows, converts them, throws on a wrong type; changes `data`. */
    checkTypes(data: object, types: object): Record<string, unknown>;
    /** Throws the ValidationException that AWS would answer; leaves parsed expressions in `data`. */
    checkValidations(data: object, types: object, custom: unknown, store: object): void;
  };
  export = validations;
}

declare module 'dynalite/validations/*.js' {
  const rules: { readonly types: object; readonly custom?: unknown };
  export = rules;
}

declare module 'dynalite/actions/*.js' {
  const action: (
    store: object,
    data: object,
    done: (error: unknown, output?: Record<string, unknown>) => void,
  ) => void;
  export = action;
}
