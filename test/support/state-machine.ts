import type { DeploymentConfig } from '../../lib/config.ts';
import { synthesize } from './synthesize.ts';

/**
 * The definition of a state machine as AWS would get it, every reference replaced by a name of the
 * right shape: functions by the logical id that they have.
 *
 * @param construct that the machine's logical id begins with
 */
export function definitionOf<Machine>(construct: string, stage: string | DeploymentConfig = 'dev'): Machine {
  const machine = synthesize(stage)
    .of('AWS::StepFunctions::StateMachine')
    .find(({ logicalId }) => logicalId.startsWith(construct));
  if (!machine) throw new Error(`no state machine of construct ${construct}`);
  const parts = machine.properties.DefinitionString['Fn::Join'][1] as (string | Record<string, unknown>)[];
  const text = parts.map((part) => {
    if (typeof part === 'string') return part;
    if ('Ref' in part) return 'aws';
    if ('Fn::ImportValue' in part) return 'imported';
    return `arn:aws:lambda:eu-west-1:111122223333:function:${String(Object.values(part)[0])}`;
  });
  return JSON.parse(text.join(''));
}
