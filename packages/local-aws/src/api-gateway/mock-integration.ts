import type { CloudResponse } from '../emulator.ts';
import { GatewayError } from './gateway-response.ts';
import { type GatewayRequest, headerValue } from './request.ts';
import type { Integration, MockResponse } from './rest-api.ts';

type MockIntegration = Extract<Integration, { kind: 'mock' }>;

/** Answers from the template alone, as a MOCK integration does: this is how preflights are answered. */
export async function mockResponse(
  integration: MockIntegration,
  request: GatewayRequest,
): Promise<CloudResponse> {
  const status = /statusCode["']?\s*:\s*(\d{3})/.exec(integration.requestTemplate)?.[1];
  const response = selected(integration.responses, status);
  if (!response) throw new GatewayError('INTEGRATION_FAILURE');
  const headers: Record<string, string> = {};
  for (const [name, expression] of Object.entries(response.headers)) {
    const literal = /^'(.*)'$/.exec(expression)?.[1];
    if (literal !== undefined) headers[name] = literal;
  }
  const [contentType, template] =
    Object.entries(response.templates).find(([type]) => type === 'application/json') ??
    Object.entries(response.templates)[0] ??
    [];
  if (template === undefined) return { status: response.statusCode, headers, body: '' };
  const { text, headerOverrides } = await render(template, request);
  return {
    status: response.statusCode,
    headers: { 'content-type': contentType ?? 'application/json', ...headers, ...headerOverrides },
    body: text.trim(),
  };
}

function selected(responses: readonly MockResponse[], status: string | undefined): MockResponse | undefined {
  const byPattern = responses.find(
    ({ selectionPattern }) =>
      selectionPattern && status && new RegExp(`^(?:${selectionPattern})$`).test(status),
  );
  return byPattern ?? responses.find(({ selectionPattern }) => !selectionPattern);
}

/** Renders a response mapping template with the variables that MOCK integrations have. */
async function render(
  template: string,
  request: GatewayRequest,
): Promise<{ text: string; headerOverrides: Record<string, string> }> {
  if (!/[#$]/.test(template)) return { text: template, headerOverrides: {} };
  const { render: renderVelocity } = await import('velocityjs');
  const headerOverrides: Record<string, string> = {};
  const parameters = {
    header: { get: (name: string) => headerValue(request, name) ?? '' },
    querystring: { get: (name: string) => request.query[name]?.[0] ?? '' },
  };
  const text = renderVelocity(template, {
    input: { params: () => parameters },
    context: { requestId: request.id, responseOverride: { header: headerOverrides } },
  });
  return { text, headerOverrides };
}
