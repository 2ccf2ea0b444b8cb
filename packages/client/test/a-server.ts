/** A server that answers with a list of responses, and keeps the requests. */
export function aServer(...answers: (Response | Error)[]) {
  const requests: Request[] = [];
  const waits: number[] = [];
  return {
    requests,
    waits,
    fetch: async (request: Request): Promise<Response> => {
      requests.push(request);
      const answer =
        answers.shift() ?? new Response('{}', { headers: { 'content-type': 'application/json' } });
      if (answer instanceof Error) throw answer;
      return answer;
    },
    wait: async (ms: number): Promise<void> => void waits.push(ms),
    random: () => 0,
    maxRequests: 4,
  };
}

/** A response of the API. */
export const json = (body: object, status = 200, headers: Readonly<Record<string, string>> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

/** A refusal of the API. */
export const refusal = (
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): Response =>
  json({ code, title: 'Title', detail: 'What to do.' }, status, {
    'content-type': 'application/problem+json',
    ...headers,
  });
