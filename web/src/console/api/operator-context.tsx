import type { ApiClient } from '@face-idv/client';
import { createContext, useContext } from 'react';
import type { WebConfig } from '../../config/web-config.ts';
import { allows, type OperatorScope } from '../shell/role.ts';

/** Who uses the console, and by what they reach the API. */
export interface Operator {
  readonly api: ApiClient;
  readonly config: WebConfig;
  /** The operator's `sub`, as cases and audit entries name it. */
  readonly subject: string;
  readonly username: string;
  readonly scope: OperatorScope;
}

const OperatorContext = createContext<Operator | undefined>(undefined);

export const OperatorProvider = OperatorContext.Provider;

/** Returns who uses the console. @throws Error outside of a page for somebody who has signed in */
export function useOperator(): Operator {
  const operator = useContext(OperatorContext);
  if (!operator) throw new Error('nobody has signed in');
  return operator;
}

/** Returns the client of the API that calls it as the operator. */
export const useApi = (): ApiClient => useOperator().api;

/** Whether the operator may do what takes a scope. The API decides; a page leaves out what it would refuse. */
export const useMay = (needed: OperatorScope): boolean => allows(useOperator().scope, needed);
