import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import { openJournal } from '../journal.ts';
import { checkDefinition } from './check-definition.ts';
import { type Definition, findMapState, type States } from './definition.ts';
import { parseDefinition } from './definition-schema.ts';
import type { DefinitionReference } from './execution-index.ts';

/** One revision of a state machine. Running executions keep the revision they were started with. */
export interface StateMachine {
  readonly stateMachineArn: string;
  readonly name: string;
  readonly roleArn: string;
  /** JSON of the Amazon States Language. */
  readonly definition: string;
  readonly revisionId: string;
  /** Seconds since the epoch. */
  readonly creationDate: number;
}

/** The state machines that exist, and every revision that an execution may still be running. */
export class StateMachines {
  readonly #clock: Clock;
  readonly #journal: Awaited<ReturnType<typeof openJournal<StateMachine>>>;
  readonly #revisions = new Map<string, StateMachine>();
  readonly #definitions = new Map<string, Definition>();
  /** The newest revision of each machine, by ARN; only machines that exist now. */
  readonly #current = new Map<string, StateMachine>();

  private constructor(clock: Clock, journal: Awaited<ReturnType<typeof openJournal<StateMachine>>>) {
    this.#clock = clock;
    this.#journal = journal;
    for (const machine of journal.entries) this.#revisions.set(machine.revisionId, machine);
  }

  static async open(directory: string, clock: Clock): Promise<StateMachines> {
    return new StateMachines(clock, await openJournal<StateMachine>(join(directory, 'state-machines.jsonl')));
  }

  /** Creates a machine or its next revision. Throws `InvalidDefinition` for what can't be run. */
  async put(
    machine: Pick<StateMachine, 'stateMachineArn' | 'name' | 'roleArn' | 'definition'>,
  ): Promise<StateMachine> {
    checkDefinition(machine.name, parseDefinition(machine.name, machine.definition));
    const { stateMachineArn, roleArn, definition } = machine;
    const revisionId = createHash('sha256')
      .update(JSON.stringify([stateMachineArn, roleArn, definition]))
      .digest('hex');
    const known = this.#revisions.get(revisionId);
    const revision = known ?? { ...machine, revisionId, creationDate: this.#clock.now() / 1000 };
    if (!known) await this.#journal.append(revision);
    this.#revisions.set(revisionId, revision);
    this.#current.set(stateMachineArn, revision);
    return revision;
  }

  /** Throws `StateMachineDoesNotExist`. */
  list(): readonly StateMachine[] {
    return [...this.#current.values()];
  }

  /** Throws `StateMachineDoesNotExist`. */
  get(stateMachineArn: string): StateMachine {
    const machine = this.#current.get(stateMachineArn);
    if (!machine) {
      throw new AwsError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`);
    }
    return machine;
  }

  revision(revisionId: string): StateMachine {
    const machine = this.#revisions.get(revisionId);
    if (!machine) throw new Error(`state machine revision ${revisionId} is not in the journal`);
    return machine;
  }

  /** The definition of an execution, and its timeout if the machine has one. */
  statesOf(reference: DefinitionReference): States & { readonly TimeoutSeconds?: number } {
    const { revisionId, processorOf } = reference;
    let definition = this.#definitions.get(revisionId);
    if (!definition) {
      const machine = this.revision(revisionId);
      definition = parseDefinition(machine.name, machine.definition);
      this.#definitions.set(revisionId, definition);
    }
    if (processorOf === undefined) return definition;
    const map = findMapState(definition, processorOf);
    if (!map) throw new Error(`revision ${revisionId} has no Map state ${processorOf}`);
    return map.ItemProcessor;
  }

  close(): Promise<void> {
    return this.#journal.close();
  }
}
