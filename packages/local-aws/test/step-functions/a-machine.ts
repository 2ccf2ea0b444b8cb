import type { TemplateResource } from '../../src/emulator.ts';
import type { Definition } from '../../src/step-functions/definition.ts';

export const REGION = 'eu-west-1';
const ACCOUNT = '000000000000';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/workflow`;
export const MACHINE_ARN = `arn:aws:states:${REGION}:${ACCOUNT}:stateMachine:workflow`;

export const functionArn = (name: string) => `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${name}`;

/** Arguments of a `lambda:invoke` task. */
export const aTask = (functionName: string, payload: unknown = '{% $states.input %}') => ({
  Type: 'Task' as const,
  Resource: 'arn:aws:states:::lambda:invoke',
  Arguments: { FunctionName: functionArn(functionName), Payload: payload },
  Output: '{% $states.result.Payload %}',
});

/** The states of a machine, with the first of them as its start. */
export function aMachine(states: Definition['States'], more: Partial<Definition> = {}): Definition {
  return { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0] ?? '', States: states, ...more };
}

export const aStateMachine = (
  definition: Definition,
  name = 'workflow',
  substitutions: Readonly<Record<string, string>> = {},
): TemplateResource => ({
  stack: 'Test',
  logicalId: name,
  type: 'AWS::StepFunctions::StateMachine',
  properties: {
    StateMachineName: name,
    DefinitionString: JSON.stringify(definition),
    DefinitionSubstitutions: substitutions,
    RoleArn: ROLE,
  },
  ref: MACHINE_ARN.replace(/workflow$/, name),
  arn: MACHINE_ARN.replace(/workflow$/, name),
  deletionPolicy: undefined,
});
