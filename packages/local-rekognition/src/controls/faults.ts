import { RekognitionError, type RekognitionErrorCode } from '../rekognition-error.ts';

/** A failure that somebody asked for. */
export interface Fault {
  /** Operation that fails, or `*` for all. */
  readonly operation: string;
  /** Collection whose calls fail; those of all collections where it is left out. */
  readonly collectionId?: string | undefined;
  readonly error: RekognitionErrorCode;
  readonly message?: string | undefined;
  /** `before` the operation has an effect, or `after`: it was carried out, and its caller doesn't know. */
  readonly when: 'before' | 'after';
  /** The one call that fails, counted from 1 since the fault was set. */
  readonly nthCall?: number | undefined;
  /** The share of calls that fail, 0 to 1. With neither this nor `nthCall` every call fails. */
  readonly probability?: number | undefined;
}

/** Injects faults. A call is counted by every fault of its operation and collection, if it fails or not. */
export class FaultInjector {
  readonly #random: () => number;
  #armed: { readonly fault: Fault; calls: number }[] = [];

  /** @param random gives numbers from 0 up to but not including 1 */
  constructor(random: () => number) {
    this.#random = random;
  }

  get faults(): readonly Fault[] {
    return this.#armed.map(({ fault }) => fault);
  }

  /** Replaces all faults; counting starts anew. */
  configure(faults: readonly Fault[]): void {
    this.#armed = faults.map((fault) => ({ fault, calls: 0 }));
  }

  /**
   * Decides what one call will meet; ask once a call.
   * @param collectionOf gives the call's collection, if it has one; asked only for a fault of one collection
   */
  drawFor(
    operation: string,
    collectionOf: () => string | undefined,
  ): Readonly<Record<Fault['when'], RekognitionError | undefined>> {
    const drawn = this.#armed
      .filter(({ fault }) => fault.operation === '*' || fault.operation === operation)
      .filter(({ fault }) => fault.collectionId === undefined || fault.collectionId === collectionOf())
      .filter((armed) => this.#strikes(armed))
      .map(({ fault }) => fault);
    return { before: errorOf(drawn, 'before'), after: errorOf(drawn, 'after') };
  }

  #strikes(armed: { readonly fault: Fault; calls: number }): boolean {
    armed.calls += 1;
    const { nthCall, probability } = armed.fault;
    if (nthCall !== undefined && armed.calls !== nthCall) return false;
    return probability === undefined || this.#random() < probability;
  }
}

function errorOf(faults: readonly Fault[], when: Fault['when']): RekognitionError | undefined {
  const fault = faults.find((drawn) => drawn.when === when);
  return fault && new RekognitionError(fault.error, fault.message ?? `Injected ${fault.error}.`);
}
