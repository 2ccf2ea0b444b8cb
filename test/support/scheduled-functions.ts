import { EventBridgeClient, ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import type { LocalStack } from '../../local/start/local-stack.ts';
import { localClient } from './local-client.ts';

/** Runs a scheduled function at once, as its rule does when it is due. @param rule part of the rule's name */
export async function runScheduled(stack: LocalStack, rule: string): Promise<void> {
  const { endpoint, region } = stack;
  const events = localClient(EventBridgeClient, stack);
  const { Rules = [] } = await events.send(new ListRulesCommand({}));
  const found = Rules.find(({ Name = '' }) => Name.includes(rule));
  if (!found) throw new Error(`no rule ${rule} among ${Rules.map(({ Name }) => Name).join(', ')}`);
  const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: found.Name }));
  const response = await fetch(
    `${endpoint}/2015-03-31/functions/${encodeURIComponent(Targets[0]?.Arn ?? '')}/invocations`,
    {
      method: 'POST',
      body: Targets[0]?.Input ?? '{}',
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=LOCAL/20260101/${region}/lambda/aws4_request, SignedHeaders=host, Signature=0`,
      },
    },
  );
  const fault = response.headers.get('x-amz-function-error');
  if (!response.ok || fault !== null) throw new Error(`${rule} failed: ${await response.text()}`);
}
