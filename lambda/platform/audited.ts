import type { APIGatewayProxyEvent } from 'aws-lambda';
import type { AuditEnd, AuditEntry, RouteAudit } from '../kernel/audit.ts';
import { type Caller, grantFor, isBackend } from '../kernel/caller.ts';
import type { EmitMetric } from '../kernel/ports/emit-metric.ts';
import { PROBLEMS, Problem } from '../kernel/problem.ts';
import type { AuditEntries } from './audit-entries.ts';
import { auditReasonOf } from './audit-reason.ts';
import { toProblem } from './http-response.ts';
import type { Log } from './logger.ts';
import type { Route } from './route.ts';

export interface AuditDependencies {
  readonly audit: AuditEntries;
  readonly emit: EmitMetric;
  readonly log: Log;
}

/** A request of a route, before its work. */
interface Call {
  /** Name of the route, for the log. */
  readonly name: string;
  readonly route: Route;
  readonly caller: Caller;
  /** Its path and query were found valid. */
  readonly event: APIGatewayProxyEvent;
}

/** Seconds after which a call that could not be recorded may be repeated. */
const RETRY_AFTER_SECONDS = 5;
/** Query parameters that page through a list and say nothing of what is read. */
const PAGING = ['limit', 'cursor'];

/**
 * Runs the work of a request, and records it if an operator called an audited route, or a backend one that
 * its tenant must grant. The entry is written
 * first, so nothing is done without one; if it cannot be written, the call is refused. How the work ended is
 * written afterwards: an entry without an end shows a call whose effect is not known.
 */
export async function audited<Result extends { readonly replayed: boolean; readonly body: unknown }>(
  call: Call,
  work: () => Promise<Result>,
  dependencies: AuditDependencies,
): Promise<Result> {
  const { audit } = call.route;
  if (!isRule(audit) || !isRecorded(call)) return work();
  const entry = await begin(call, audit, dependencies);
  const end = (ended: Omit<AuditEnd, 'ended_at'>) => writeEnd(call, entry, ended, dependencies);
  try {
    const result = await work();
    await end({ outcome: result.replayed ? 'replayed' : 'done', ...createdBy(call.route, result.body) });
    return result;
  } catch (error) {
    const { code } = toProblem(error);
    await end({ outcome: PROBLEMS[code].status < 500 ? 'refused' : 'failed', code });
    throw error;
  }
}

const isRecorded = ({ caller, route }: Call) =>
  caller.scopes.includes('operate') || (isBackend(caller) && grantFor(route) !== undefined);

const isRule = (audit: Route['audit']): audit is RouteAudit => typeof audit === 'object';

async function begin(call: Call, rule: RouteAudit, { audit, emit, log }: AuditDependencies) {
  const { caller, event, route } = call;
  const reason = auditReasonOf(event, rule);
  const path = event.pathParameters ?? {};
  const filled = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => path[name] ?? '');
  try {
    return await audit.begin({
      tenant: caller.tenant,
      subject: caller.subject,
      ...(isBackend(caller) ? { client_id: caller.subject } : {}),
      action: filled(rule.action),
      target: `${filled(route.path)}${searchOf(event)}`,
      ...(reason === undefined ? {} : { reason }),
      request_id: event.requestContext.requestId,
    });
  } catch (error) {
    emit('AuditWriteFailed', 1, {});
    log.error('auditEntryNotWritten', fieldsOf(call), error);
    throw new Problem('audit_unavailable', 'not done', { retry_after_seconds: RETRY_AFTER_SECONDS });
  }
}

/** Writes the end and never throws: the work took effect, or was refused, and the caller gets that answer. */
async function writeEnd(
  call: Call,
  entry: AuditEntry,
  ended: Omit<AuditEnd, 'ended_at'>,
  { audit, emit, log }: AuditDependencies,
): Promise<void> {
  emit('AuditEntry', 1, { Outcome: ended.outcome });
  try {
    await audit.end(entry, ended);
  } catch (error) {
    emit('AuditWriteFailed', 1, {});
    log.error('auditEndNotWritten', fieldsOf(call), error);
  }
}

const fieldsOf = ({ name, event }: Call) => ({ request_id: event.requestContext.requestId, route: name });

/** The filters of a list, in one order: whose sessions were listed is part of what was read. */
function searchOf({ queryStringParameters }: APIGatewayProxyEvent): string {
  const filters = Object.entries(queryStringParameters ?? {})
    .filter((entry): entry is [string, string] => entry[1] !== undefined && !PAGING.includes(entry[0]))
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return filters.length === 0 ? '' : `?${new URLSearchParams(filters)}`;
}

/** The id in the answer of a route that creates something. */
function createdBy({ success }: Route, body: unknown): Pick<AuditEnd, 'created_id'> {
  if (success.status !== 201 && success.status !== 202) return {};
  const id = typeof body === 'object' && body !== null && 'id' in body ? body.id : undefined;
  return typeof id === 'string' ? { created_id: id } : {};
}
