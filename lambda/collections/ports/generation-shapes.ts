import type { GenerationShape } from '../domain/generation-shape.ts';

/** The shapes that a tenant's generations were first used with; a shape never changes. */
export interface GenerationShapes {
  /** Returns undefined for a generation that no face was written to. */
  get(tenant: string, generation: string): Promise<GenerationShape | undefined>;
  /** Adds the shape of a generation that has none; otherwise does nothing. */
  add(tenant: string, shape: GenerationShape): Promise<void>;
  /** Lists the shapes of all generations ever used. */
  list(tenant: string): Promise<readonly GenerationShape[]>;
}
