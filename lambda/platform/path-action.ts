import type * as z from 'zod/mini';
import { Problem } from '../kernel/problem.ts';

/**
 * The action that a path such as `/index-jobs/{id}/{action}` names.
 * @param thing what the action changes, with its article
 * @throws Problem `not_found` for any other word
 */
export function pathAction<Action extends string>(
  actions: z.ZodMiniType<Action> & { readonly options: readonly Action[] },
  word: string,
  thing: string,
): Action {
  const action = actions.safeParse(word);
  if (action.success) return action.data;
  throw new Problem('not_found', `unknown action; ${thing} accepts ${actions.options.join(', ')}`);
}
