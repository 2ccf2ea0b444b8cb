/**
 * The kinds of shape that the service model has, with its
 * constraints. Tables of them describe each operation.
 */
export type Shape =
  | StringShape
  | NumberShape
  | BooleanShape
  | BlobShape
  | ListShape
  | MapShape
  | StructureShape;

export interface StringShape {
  readonly kind: 'string';
  /** Lengths count UTF-16 code units, as the service's own Java does. */
  readonly min?: number;
  readonly max?: number;
  /** A regular expression that the whole string must match, written as the service model has it. */
  readonly pattern?: string;
  readonly values?: readonly string[];
}

export interface NumberShape {
  readonly kind: 'integer' | 'float';
  readonly min?: number;
  readonly max?: number;
}

export interface BooleanShape {
  readonly kind: 'boolean';
}

/** Bytes; base64 on the wire. Lengths count bytes. */
export interface BlobShape {
  readonly kind: 'blob';
  readonly min?: number;
  readonly max?: number;
}

export interface ListShape {
  readonly kind: 'list';
  readonly member: Shape;
  readonly min?: number;
  readonly max?: number;
}

export interface MapShape {
  readonly kind: 'map';
  readonly key: StringShape;
  readonly value: Shape;
  readonly min?: number;
  readonly max?: number;
}

export interface StructureShape {
  readonly kind: 'structure';
  readonly required: readonly string[];
  readonly members: Readonly<Record<string, Shape>>;
}
