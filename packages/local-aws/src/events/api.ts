import type { EventBus } from './event-bus.ts';
import { checkEntries, type Entry, type EntryError, entryError } from './put-events.ts';
import { busNameOf, type Rule } from './rules.ts';

type Input = Readonly<Record<string, unknown>>;
type Operation = (input: Input) => Promise<unknown> | unknown;

/** The operations of the EventBridge API that are emulated, by their names. */
export function eventBridgeApi(bus: EventBus) {
  const operations: Readonly<Record<string, Operation>> = {
    PutEvents: async (input) => {
      const entries = (input.Entries ?? []) as readonly Entry[];
      checkEntries(entries);
      const results = await Promise.all(entries.map((entry) => putEntry(bus, entry)));
      return {
        FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length,
        Entries: results,
      };
    },
    ListRules: (input) => {
      const rules = bus.rulesOf(busNameOf(input.EventBusName));
      return {
        Rules: rules.filter(({ name }) => name.startsWith(String(input.NamePrefix ?? ''))).map(described),
      };
    },
    ListTargetsByRule: (input) => ({
      Targets: bus.rule(busNameOf(input.EventBusName), input.Rule).targets,
    }),
  };
  return operations;
}

async function putEntry(bus: EventBus, entry: Entry): Promise<EntryError | { readonly EventId: string }> {
  const refused = entryError(entry);
  if (refused) return refused;
  const { Source = '', DetailType = '', Detail = '{}', Resources = [], EventBusName, Time } = entry;
  const event = { source: Source, detailType: DetailType, resources: Resources, detail: JSON.parse(Detail) };
  return { EventId: await bus.put(event, EventBusName, Time === undefined ? undefined : Time * 1000) };
}

const described = (rule: Rule) => ({
  Name: rule.name,
  Arn: rule.arn,
  EventBusName: rule.busName,
  Description: rule.description,
  EventPattern: rule.pattern === undefined ? undefined : JSON.stringify(rule.pattern),
  ScheduleExpression: rule.scheduleExpression,
  State: rule.isEnabled ? 'ENABLED' : 'DISABLED',
});
