import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import type { Generation } from './contract.ts';
import { GenerationChanged, requireSameShape } from './domain/generation-shape.ts';
import { type GenerationRegistry, writtenGenerations } from './ports/generation-registry.ts';
import type { GenerationShapes } from './ports/generation-shapes.ts';

/**
 * Generations whose configured shape is that of their first use: a search over fewer shards would miss people
 * and approve them again. A shape that was compared once is not read again.
 */
export function checkedGenerations(
  roles: Pick<GenerationRegistry, 'get'>,
  shapes: Pick<GenerationShapes, 'get' | 'add'>,
  emit: EmitMetric,
): GenerationRegistry {
  const checked = new Set<string>();

  /** Whether the generation has been used; @throws GenerationChanged */
  const check = async (tenant: string, configured: Generation): Promise<boolean> => {
    const key = `${tenant}#${configured.generation}`;
    if (checked.has(key)) return true;
    const kept = await shapes.get(tenant, configured.generation);
    if (!kept) return false;
    try {
      requireSameShape(tenant, kept, configured);
    } catch (error) {
      if (error instanceof GenerationChanged) emit('GenerationChanged', 1, {});
      throw error;
    }
    checked.add(key);
    return true;
  };

  return {
    async get(tenant) {
      const state = await roles.get(tenant);
      await Promise.all(writtenGenerations(state).map((generation) => check(tenant, generation)));
      return state;
    },

    async keep(tenant, generation) {
      if (await check(tenant, generation)) return;
      await shapes.add(tenant, generation);
      // another version of the code may have added its own shape first
      await check(tenant, generation);
    },
  };
}
