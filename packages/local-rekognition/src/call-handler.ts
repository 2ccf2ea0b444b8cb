import { randomUUID } from 'node:crypto';
import type { Controls } from './controls/controls-api.ts';
import { parseJson } from './protocol/decode.ts';
import { errorResponse, operationOfTarget, outputResponse } from './protocol/messages.ts';
import { RekognitionError } from './rekognition-error.ts';
import type { Caller, Clock, RekognitionRequest, RekognitionResponse } from './types.ts';

/** Carries out a request body: gives the output, or throws RekognitionError for what AWS would refuse. */
export type Operation = (body: Buffer, caller: Caller) => Promise<unknown>;

export interface CallHandlerOptions {
  /** The operation of a name, or nothing where this service has none. */
  readonly operationNamed: (name: string) => Operation | undefined;
  readonly controls: Controls;
  readonly clock: Clock;
  /** Logs internal errors, which callers see as InternalServerError. */
  readonly onFault: (fault: Error) => void;
}

/** Answers calls: each meets its quota and its faults, takes its time, and is counted. Never rejects. */
export function createCallHandler(options: CallHandlerOptions) {
  const { operationNamed, controls, clock, onFault } = options;

  const carryOut = async (name: string, run: Operation, body: Buffer, caller: Caller): Promise<unknown> => {
    controls.quotas.take(name, clock.now());
    const fault = controls.faults.drawFor(name, () => collectionIn(body));
    if (fault.before) throw fault.before;
    const output = await run(body, caller);
    if (fault.after) throw fault.after;
    return output;
  };

  return async (request: RekognitionRequest): Promise<RekognitionResponse> => {
    const caller = callerOf(request);
    const name = operationOfTarget(headerOf(request, 'x-amz-target')) ?? '';
    const run = operationNamed(name);
    if (!run) {
      const unknown = new RekognitionError('UnknownOperationException', `${name} is not emulated`);
      return errorResponse(unknown, caller.requestId);
    }
    const beganAtMs = clock.now();
    const endsAt = beganAtMs + controls.latency.draw(name);
    try {
      const output = await carryOut(name, run, request.body, caller);
      const remainingMs = endsAt - clock.now();
      if (remainingMs > 0) await clock.sleep(remainingMs);
      controls.counters.countSuccess(name);
      controls.recentCalls.add({ operation: name, beganAtMs, tookMs: clock.now() - beganAtMs });
      return outputResponse(output, caller.requestId);
    } catch (caught) {
      const error = asRekognitionError(caught, onFault);
      controls.counters.countError(name, error.code);
      return errorResponse(error, caller.requestId);
    }
  };
}

/** Converts an unexpected error to an internal error: the caller only learns that there was one. */
export function asRekognitionError(caught: unknown, onFault: (fault: Error) => void): RekognitionError {
  if (caught instanceof RekognitionError) return caught;
  onFault(caught instanceof Error ? caught : new Error('an operation failed', { cause: caught }));
  return new RekognitionError('InternalServerError', 'Internal server error', { cause: caught });
}

/** The collection that a request names, if any. Throws SerializationException for a body that is not JSON. */
function collectionIn(body: Buffer): string | undefined {
  const { CollectionId } = Object(parseJson(body)) as { readonly CollectionId?: unknown };
  return typeof CollectionId === 'string' ? CollectionId : undefined;
}

function callerOf(request: RekognitionRequest): Caller {
  const credential = /Credential=([^/,\s]+)/.exec(headerOf(request, 'authorization') ?? '');
  return { accessKeyId: credential?.[1], requestId: randomUUID() };
}

function headerOf({ headers }: RekognitionRequest, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}
