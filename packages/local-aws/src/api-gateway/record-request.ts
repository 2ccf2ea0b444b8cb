import type { Telemetry } from '../cloudwatch/telemetry.ts';
import type { CloudResponse } from '../emulator.ts';
import { type ContextVariables, substituteContext } from './context-variables.ts';
import type { RestApi } from './rest-api.ts';
import type { RouteMatch } from './route-matching.ts';

/** The access log line and the metrics of one request. */
export function recordRequest(
  api: RestApi,
  match: RouteMatch | undefined,
  context: ContextVariables,
  { status, body }: CloudResponse,
  latencyMs: number,
  telemetry: Telemetry,
): void {
  const { accessLog, detailedMetrics, name: stage } = api.stage;
  if (accessLog) {
    const variables = {
      ...context,
      status,
      responseLength: Buffer.byteLength(body),
      responseLatency: latencyMs,
    };
    telemetry.line(
      accessLog.logGroup,
      `${api.id}-${stage}`,
      substituteContext(accessLog.format, variables, '-'),
    );
  }
  const dimensionSets: Record<string, string>[] = [
    { ApiName: api.name },
    { ApiName: api.name, Stage: stage },
  ];
  if (detailedMetrics && match) {
    dimensionSets.push({
      ApiName: api.name,
      Stage: stage,
      Method: match.route.method,
      Resource: match.route.resourcePath,
    });
  }
  for (const dimensions of dimensionSets) {
    const count = (name: string, value: number): void =>
      telemetry.metric({ namespace: 'AWS/ApiGateway', name, dimensions, unit: 'Count', value });
    count('Count', 1);
    count('4XXError', status >= 400 && status < 500 ? 1 : 0);
    count('5XXError', status >= 500 ? 1 : 0);
    const latency = (name: string, value: number): void =>
      telemetry.metric({ namespace: 'AWS/ApiGateway', name, dimensions, unit: 'Milliseconds', value });
    latency('Latency', latencyMs);
    if (typeof context.integrationLatency === 'number')
      latency('IntegrationLatency', context.integrationLatency);
  }
}
