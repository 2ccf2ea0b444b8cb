import { randomUUID } from 'node:crypto';
import { AwsError } from './aws-error.ts';
import type { CloudRequest, CloudResponse, Emulator, Principal } from './emulator.ts';
import { errorResponse } from './error-response.ts';
import type { Log } from './log.ts';
import { ANONYMOUS, type Authorizer, isSigned } from './principal.ts';
import { destinationOf, type RequestHead, TARGETS } from './routing.ts';
import { type ForeignProtocol, foreignProtocol } from './wire-protocol.ts';

export interface HttpRequest extends RequestHead {
  readonly rawHeaders?: readonly string[];
  readonly body: Buffer;
}

export interface Dispatcher {
  /** Answers any request to the port; never throws. */
  handle(request: HttpRequest): Promise<CloudResponse>;
  /**
   * Calls an operation of a service that speaks AWS JSON, as a service that acts for `principal` would.
   * @throws AwsError as the service answers it.
   */
  call(service: string, operation: string, input: unknown, principal: Principal): Promise<unknown>;
}

export interface DispatcherOptions {
  readonly emulators: readonly Emulator[];
  readonly authorizer: Authorizer;
  readonly isStage: (segment: string) => boolean;
  readonly log: Log;
}

/** Brings every request to the service it is for, after IAM has allowed it. */
export function createDispatcher({ emulators, authorizer, isStage, log }: DispatcherOptions): Dispatcher {
  const byService = new Map(emulators.map((emulator) => [emulator.service, emulator]));

  const answer = async (service: string, request: CloudRequest): Promise<CloudResponse> => {
    const emulator = byService.get(service);
    if (!emulator) {
      throw new AwsError('NotImplemented', `the service "${service}" is not emulated here`, 501);
    }
    const checks = emulator.accessChecks?.(request);
    if (checks) authorizer.authorize(request.principal, checks);
    return emulator.handle(request);
  };

  return {
    handle: async (request) => {
      const { service, operation } = destinationOf(request, isStage);
      const requestId = randomUUID();
      const protocol = foreignProtocol(service, request.headers);
      try {
        if (protocol && byService.has(service)) throw notServed(service, protocol);
        const signed = isSigned(request.headers, request.url);
        const principal = signed ? authorizer.principalOf(request.headers, request.url) : ANONYMOUS;
        const response = await answer(service, { ...request, operation, principal, requestId });
        return { ...response, headers: { 'x-amzn-requestid': requestId, ...response.headers } };
      } catch (error) {
        return errorResponse(service, asAwsError(error, service, operation, log), requestId, protocol);
      }
    },
    call: async (service, operation, input, principal) => {
      const prefix = Object.keys(TARGETS).find((target) => TARGETS[target] === service);
      if (!prefix) throw new AwsError('NotImplemented', `the service "${service}" is not emulated here`, 501);
      const response = await answer(service, {
        method: 'POST',
        url: new URL('http://localhost/'),
        headers: { 'x-amz-target': `${prefix}.${operation}`, 'content-type': 'application/x-amz-json-1.1' },
        body: Buffer.from(JSON.stringify(input)),
        operation,
        principal,
        requestId: randomUUID(),
      });
      const output = JSON.parse(response.body.toString() || '{}') as Record<string, unknown>;
      if (response.status < 400) return output;
      const { __type, message, Message, ...members } = output;
      const code =
        String(__type ?? 'InternalFailure')
          .split('#')
          .at(-1) ?? '';
      throw new AwsError(code, String(message ?? Message ?? ''), response.status, members);
    },
  };
}

const notServed = (service: string, protocol: ForeignProtocol): AwsError =>
  new AwsError(
    'NotImplemented',
    `the protocol ${protocol} of "${service}" is not served here; the AWS CLI and the SDKs for JavaScript and Python speak the one that is`,
    501,
  );

function asAwsError(error: unknown, service: string, operation: string | undefined, log: Log): AwsError {
  if (error instanceof AwsError) return error;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log({ level: 'error', source: service, message: `${operation ?? 'request'} failed: ${detail}` });
  return new AwsError(
    'InternalFailure',
    'The request processing has failed because of an unknown error.',
    500,
  );
}
