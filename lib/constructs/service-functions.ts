import type { Duration } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IFunction, ILayerVersion } from 'aws-cdk-lib/aws-lambda';
import type { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Construct } from 'constructs';
import { FUNCTIONS, type FunctionEnvironment, type FunctionName } from '../../lambda/api/functions.ts';
import type { DeploymentConfig } from '../config.ts';
import { isForPerson } from '../warm.ts';
import { accessOf, type DataResources } from './granted-access.ts';
import { MADE_BY_FUNCTION, type MadeByFunction, ServiceFunction } from './service-function.ts';

/** Every variable that a function of the service stack may need, except those that its construct provides. */
export type ServiceEnvironment = Readonly<Record<Exclude<VariableName, MadeByFunction>, string>>;
type VariableName = { [Name in FunctionName]: keyof FunctionEnvironment<Name> }[FunctionName];

/** Settings that differ from the defaults of {@link ServiceFunction}. */
export interface FunctionSettings {
  readonly timeout?: Duration;
  readonly layers?: readonly ILayerVersion[];
  readonly extraStatements?: readonly PolicyStatement[];
  readonly sendsToItself?: boolean;
}

export interface ServiceFunctionsProps<Name extends FunctionName> {
  readonly config: DeploymentConfig;
  readonly names: readonly Name[];
  readonly resources: DataResources;
  readonly environment: Partial<ServiceEnvironment>;
  readonly settings: Readonly<Partial<Record<FunctionName, FunctionSettings>>>;
}

/** A group of functions whose environment, permissions and names come from their records. */
export class ServiceFunctions<Name extends FunctionName> extends Construct {
  readonly functions: Readonly<Record<Name, NodejsFunction>>;
  /** The function, or its alias with loaded instances if the config provides them: what others call. */
  readonly called: Readonly<Record<Name, IFunction>>;

  constructor(scope: Construct, id: string, props: ServiceFunctionsProps<Name>) {
    super(scope, id);
    const { config, resources, environment, settings } = props;
    const made = props.names.map((name) => {
      const { timeout, layers, extraStatements = [], sendsToItself } = settings[name] ?? {};
      const access = accessOf(name, resources, config, this);
      const service = new ServiceFunction(this, pascalCase(name), {
        config,
        name,
        environment: environmentOf(name, environment),
        key: resources.key,
        network: resources.network,
        access: { ...access, own: [...access.own, ...extraStatements] },
        ...(timeout ? { timeout } : {}),
        ...(layers ? { layers } : {}),
        ...(sendsToItself ? { sendsToItself } : {}),
      });
      return [name, service.fn] as const;
    });
    this.functions = Object.fromEntries(made) as Record<Name, NodejsFunction>;
    this.called = Object.fromEntries(
      made.map(([name, fn]) => [name, this.provisioned(name, fn, config) ?? fn]),
    ) as Record<Name, IFunction>;
  }

  /** An alias of the newest version with instances that are always loaded; undefined if it needs none. */
  private provisioned(name: Name, fn: NodejsFunction, { warm }: DeploymentConfig): IFunction | undefined {
    if (warm.mode !== 'provisioned' || !isForPerson(name)) return undefined;
    // the CDK's own types differ in an optional property
    return fn.addAlias('live', { provisionedConcurrentExecutions: warm.instances }) as IFunction;
  }
}

/** Returns the variables in a function's schema. @throws Error at synth if a required one has no value */
function environmentOf<Name extends FunctionName>(
  name: Name,
  values: Partial<ServiceEnvironment>,
): Omit<FunctionEnvironment<Name>, MadeByFunction> {
  const shape: Readonly<Record<string, { safeParse(value: unknown): { readonly success: boolean } }>> =
    FUNCTIONS[name].environment.shape;
  const picked = Object.keys(shape)
    .filter((variable) => !MADE_BY_FUNCTION.has(variable))
    .flatMap((variable) => {
      const value = values[variable as keyof ServiceEnvironment];
      if (value !== undefined) return [[variable, value]];
      if (shape[variable]?.safeParse(undefined).success) return [];
      throw new Error(`function ${name} needs the variable ${variable}, which the stack does not provide`);
    });
  return Object.fromEntries(picked) as Omit<FunctionEnvironment<Name>, MadeByFunction>;
}

/** Returns `IndexFace` for `index-face`. */
export const pascalCase = (name: string): string =>
  name.replace(/(^|-)([a-z])/g, (_match, _dash, letter: string) => letter.toUpperCase());
