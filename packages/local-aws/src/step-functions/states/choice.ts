import type { ChoiceState } from '../definition.ts';
import { StateError } from '../state-error.ts';
import type { Performed, Visit } from '../visit.ts';

/**
 * Takes the first rule whose Condition is true, else Default.
 * The state's own Output and Assign belong to Default.
 */
export async function performChoice(visit: Visit<ChoiceState>): Promise<Performed> {
  const { Choices, Default } = visit.state;
  for (const [index, rule] of Choices.entries()) {
    const holds = await visit.fill(rule.Condition, `Choices[${index}]/Condition`);
    if (typeof holds !== 'boolean') {
      throw new StateError(
        'States.QueryEvaluationError',
        `The Condition of choice ${index} in the state '${visit.name}' must be a boolean, not ${JSON.stringify(holds)}.`,
      );
    }
    if (holds) return { shape: rule, next: rule.Next };
  }
  if (Default !== undefined) return { next: Default };
  throw new StateError(
    'States.NoChoiceMatched',
    `No choice rule of the state '${visit.name}' matched and it has no Default.`,
  );
}
