import { Duration } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import {
  Choice,
  Condition,
  Fail,
  type IChainable,
  Parallel,
  Pass,
  type StateMachine,
  Succeed,
} from 'aws-cdk-lib/aws-stepfunctions';
import type { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import { GENERATIONS_CHANGED } from '../../lambda/enrollment/contract.ts';
import { type PlannedStep, REGISTRATION_TASKS } from '../../lambda/registration/contract.ts';
import type { DeploymentConfig } from '../config.ts';
import { transientRetry, workflowStateMachine, workflowTask } from './workflow.ts';

type TaskName = keyof typeof REGISTRATION_TASKS;
type TaskFunctionName = (typeof REGISTRATION_TASKS)[TaskName];

export interface RegistrationWorkflowProps {
  readonly config: DeploymentConfig;
  readonly key: IKey;
  readonly functions: Readonly<Record<TaskFunctionName, IFunction>>;
}

/**
 * Maximum duration of a registration. All retries of one state take at most 34 minutes, each attempt of which
 * times out; what several outages in a row keep for longer is ended, and undone by the queue.
 */
const EXECUTION_TIMEOUT = Duration.hours(1);

/** Payload of every task: the execution's input, written by submit. */
const REGISTRATION = '{% $states.context.Execution.Input %}';

/**
 * The registration state machine (whitepaper 2.1): quality of the document beside the comparison, judge both
 * and claim, index and judge the selfie by the answer, one search for duplicates, decide (ADR 23). A session
 * that ends without an approval gives up its claim and its faces in the same write; a queue deletes them.
 */
export class RegistrationWorkflow extends Construct {
  readonly stateMachine: StateMachine;
  readonly #functions: RegistrationWorkflowProps['functions'];

  constructor(scope: Construct, id: string, props: RegistrationWorkflowProps) {
    super(scope, id);
    this.#functions = props.functions;
    this.stateMachine = workflowStateMachine(this, {
      config: props.config,
      key: props.key,
      definition: this.definition(),
      timeout: EXECUTION_TIMEOUT,
      functions: Object.values(props.functions),
    });
  }

  private definition(): IChainable {
    const end = Succeed.jsonata(this, 'EndRegistration');
    const decline = this.task('DeclineRegistration', {
      outcome: 'declined',
      registration: REGISTRATION,
      reason_codes: '{% [$states.input.reason_codes] %}',
    });
    const approve = this.task('ApproveRegistration', {
      outcome: 'approved',
      registration: REGISTRATION,
      selfie: '{% $selfie %}',
      enrollment: '{% $enrollment %}',
    });
    const search = this.task('SearchForDuplicates', {
      registration: REGISTRATION,
      selfie: '{% $selfie %}',
      enrollment: '{% $enrollment %}',
      portrait: '{% $portrait %}',
    });
    const index = this.task(
      'IndexFace',
      { registration: REGISTRATION, selfie: '{% $selfie %}' },
      { enrollment: orNull('$states.result.Payload.enrollment') },
    );
    const claim = this.task('ClaimEnrollment', {
      registration: REGISTRATION,
      refused_for: '{% $refused_for %}',
      document: '{% $document %}',
      comparison: '{% $comparison %}',
      selfie: '{% $selfie %}',
    });
    const compareAgain = this.task(
      'CompareFacesAgain',
      {
        registration: REGISTRATION,
        again: { selfie: '{% $selfie %}', document: '{% $document %}', comparison: '{% $comparison %}' },
      },
      { comparison: '{% $states.result.Payload.comparison %}' },
    );
    const check = this.checkImages();
    const recognize = this.task(
      'RecognizeUser',
      { registration: REGISTRATION },
      {
        refused_for: '{% [] %}',
        document: '{% null %}',
        portrait: '{% null %}',
        comparison: '{% null %}',
        selfie: orNull('$states.result.Payload.selfie'),
      },
    );

    check.next(
      Choice.jsonata(this, 'IsPortraitTooSmall')
        .when(Condition.jsonata(MUST_COMPARE_AGAIN), compareAgain)
        .otherwise(claim),
    );
    compareAgain.next(claim);
    recognize.next(this.advanceCursor('IsRecognized', claim, decline));
    claim.next(this.advanceCursor('IsClaimed', index, decline));
    // only then: who fails another check must not learn whether their face is known
    index.next(
      this.advanceCursor('IsFaceKept', this.planned('IsSearched', 'search', search, approve), decline),
    );
    search.next(this.advanceCursor('IsUnique', approve, decline));
    approve.next(this.advanceCursor('IsApproved', end, decline));
    decline.next(end);

    const fail = this.failing(decline);
    // a migration began or was cut over meanwhile: index what is missing, search the current collections
    approve.addCatch(index, { ...FAULT, errors: [GENERATIONS_CHANGED] });
    this.holdIncomplete({ search, fail, end });
    for (const state of [check, compareAgain, recognize, claim, index, search, approve])
      state.addCatch(fail, FAULT);
    // a re-enrollment has no document: its user is recognized instead
    return Choice.jsonata(this, 'IsReEnrollment')
      .when(Condition.jsonata(IS_RE_ENROLLMENT), recognize)
      .otherwise(check);
  }

  /**
   * Holds a registration with an incomplete search for review, where its policy says so: a later execution
   * starts from the beginning.
   */
  private holdIncomplete(
    states: Readonly<Record<'search' | 'fail', LambdaInvoke>> & { readonly end: IChainable },
  ): void {
    const { search, fail, end } = states;
    const hold = this.task('HoldRegistration', {
      outcome: 'in_review',
      registration: REGISTRATION,
      error: '{% $states.input.error %}',
    });
    search.addCatch(this.planned('IsHeld', 'hold_incomplete', hold, fail), {
      ...FAULT,
      errors: ['SearchIncomplete', 'SearchRefused', 'CompetitorUndecided'],
    });
    hold.addCatch(fail, FAULT);
    hold.next(end);
  }

  /** Ends an undecided execution: the session becomes `error`, the execution fails, an alarm is raised. */
  private failing(decline: LambdaInvoke): LambdaInvoke {
    const failed = Fail.jsonata(this, 'RegistrationFailed', {
      error: 'RegistrationFailed',
      cause: 'The registration failed after all retries; see the history and docs/runbook.md.',
    });
    const fail = this.task('FailRegistration', {
      outcome: 'error',
      registration: REGISTRATION,
      error: '{% $states.input.error %}',
    });
    decline.addCatch(fail, FAULT);
    fail.next(failed);
    fail.addCatch(failed, FAULT);
    return fail;
  }

  /** One task function as a state; its result becomes the state's output. */
  private task(
    name: TaskName,
    payload: Readonly<Record<string, unknown>>,
    assign?: Readonly<Record<string, string>>,
  ): LambdaInvoke {
    return workflowTask(this, name, {
      lambdaFunction: this.#functions[REGISTRATION_TASKS[name]],
      payload,
      retry: transientRetry(),
      ...(assign ? { assign } : {}),
    });
  }

  /** The checks of both images side by side; the task that claims judges what they found. */
  private checkImages(): Parallel {
    const parallel = Parallel.jsonata(this, 'CheckImages', {
      assign: {
        // the document's reasons come first
        refused_for: '{% [$states.result.reason_codes] %}',
        document: orNull('$states.result[0].document'),
        portrait: orNull('$states.result[0].portrait'),
        comparison: orNull('$states.result[1].comparison'),
        selfie: orNull('$states.result[1].selfie'),
      },
    });
    parallel
      .branch(this.qualityCheck('document', 'document'))
      .branch(this.task('CompareFaces', { registration: REGISTRATION }))
      .branch(this.qualityCheck('selfie', 'detect_selfie'));
    return parallel;
  }

  /** The quality gate for one image, where the policy has it judged. */
  private qualityCheck(image: 'document' | 'selfie', member: PlannedStep): Choice {
    const name = image === 'document' ? 'Document' : 'Selfie';
    const check = this.task(`Check${name}Quality`, { registration: REGISTRATION, image });
    const leaveOut = Pass.jsonata(this, `LeaveOut${name}Quality`, { outputs: { reason_codes: [] } });
    return this.planned(`Is${name}Judged`, member, check, leaveOut);
  }

  /** Goes one way or the other as the plan of the policy says. */
  private planned(name: string, member: PlannedStep, next: IChainable, otherwise: IChainable): Choice {
    return Choice.jsonata(this, name)
      .when(Condition.jsonata(`{% $states.context.Execution.Input.plan.${member} %}`), next)
      .otherwise(otherwise);
  }

  private advanceCursor(name: string, next: IChainable, otherwise: IChainable): Choice {
    return Choice.jsonata(this, name)
      .when(Condition.jsonata('{% $states.input.continue %}'), next)
      .otherwise(otherwise);
  }
}

const IS_RE_ENROLLMENT = "{% $states.input.type = 're_enrollment' %}";

/** Whether there is a portrait at full resolution, and nothing yet that ends the registration. */
const MUST_COMPARE_AGAIN =
  '{% $exists($document.crop) and $exists($selfie.key) and $count($refused_for) = 0 %}';

/** An expression that returns null for a missing value: an expression without a value fails the state. */
const orNull = (path: string): string => `{% $exists(${path}) ? ${path} : null %}`;

/** Every fault goes to compensation with its name only: a cause may quote data. */
const FAULT = { errors: ['States.ALL'], outputs: { error: '{% $states.errorOutput.Error %}' } };
