import type { ReactNode } from 'react';
import { formatDuration, formatTime } from '../../format/times.ts';
import { humanize } from '../../format/words.ts';
import { ReasonCodes } from '../../parts/reason-codes.tsx';
import { RouteLink } from '../../parts/route-link.tsx';
import { Status } from '../../parts/status.tsx';
import { CheckStep } from './check-step.tsx';
import { type Happening, type Report, timelineOf } from './session-timeline.ts';

/** What has happened to a session, in its order. */
export function SessionSteps({ report }: { readonly report: Report }) {
  const begin = Date.parse(report.created_at);
  return (
    <ol className="timeline">
      {timelineOf(report).map((happening) => (
        <li key={keyOf(happening)}>
          <div className="timeline-time">
            <time dateTime={happening.at} title={formatTime(happening.at)}>
              +{formatDuration(Math.max(0, Date.parse(happening.at) - begin))}
            </time>
          </div>
          <div className="timeline-what">
            <Step of={happening} report={report} />
          </div>
        </li>
      ))}
    </ol>
  );
}

function keyOf(happening: Happening): string {
  const { kind, at } = happening;
  return kind === 'check' ? `${kind} ${happening.run} ${happening.check.name} ${at}` : `${kind} ${at}`;
}

function Step({ of: happening, report }: { readonly of: Happening; readonly report: Report }): ReactNode {
  switch (happening.kind) {
    case 'created':
      return <Line title="Created" detail={`Consent to text ${report.consent.notice_version}`} />;
    case 'submitted':
      return <Line title="Submitted for a decision" />;
    case 'alternative_path':
      return (
        <Line
          title={`Another path: ${humanize(happening.path.means).toLowerCase()}`}
          detail={humanize(happening.path.reason)}
        />
      );
    case 'liveness':
      return <LivenessStep session={happening.session} />;
    case 'check':
      return <CheckStep check={happening.check} among={runOf(report, happening.run)} />;
    case 'run_ended':
      return (
        <Line title={`Run ${happening.run}: ${humanize(happening.decision.outcome).toLowerCase()}`}>
          <ReasonCodes of={happening.decision.reason_codes} />
        </Line>
      );
    case 'held':
      return <HeldStep review={happening.review} />;
    case 'found':
      return (
        <Line
          title={`A person has found: ${humanize(happening.finding.finding).toLowerCase()}`}
          detail={
            <>
              {humanize(happening.finding.question)}, case{' '}
              <RouteLink to={`/reviews/${happening.finding.case_id}`}>{happening.finding.case_id}</RouteLink>
            </>
          }
        />
      );
    case 'interrupted':
      return (
        <Line
          title={`The app reports: ${humanize(happening.interruption.reason).toLowerCase()}`}
          detail={`At ${humanize(happening.interruption.step).toLowerCase()}`}
        />
      );
    case 'decided':
      return (
        <Line
          title={<Status of={happening.decision.outcome} />}
          detail={`Decided by ${happening.decision.decided_by}`}
        >
          <ReasonCodes of={happening.decision.reason_codes} />
        </Line>
      );
  }
}

/** Checks of one run of a session. */
const runOf = ({ run = 1, checks, earlier_runs = [] }: Report, number: number) =>
  number === run ? checks : (earlier_runs.find((earlier) => earlier.run === number)?.checks ?? []);

interface LineProps {
  readonly title: ReactNode;
  readonly detail?: ReactNode;
  readonly children?: ReactNode;
}

const Line = ({ title, detail, children }: LineProps) => (
  <>
    <div className="timeline-title">{title}</div>
    {detail !== undefined && <div className="muted wraps">{detail}</div>}
    {children}
  </>
);

function LivenessStep({ session }: { readonly session: Report['liveness_sessions'][number] }) {
  const { status, challenge, taken_challenge: taken, feedback = [] } = session;
  const sdk = taken?.sdk_type === undefined ? '' : `, SDK ${taken.sdk_type}`;
  const taking = taken ? `${taken.type} ${taken.version}${sdk}` : `${challenge}, not taken`;
  return (
    <Line title={<Status of={status} text={`Liveness check ${status}`} />} detail={taking}>
      <ReasonCodes of={feedback} />
    </Line>
  );
}

function HeldStep({ review }: { readonly review: NonNullable<Report['review']> }) {
  const { reason_codes, questions = [] } = review;
  return (
    <Line title={<Status of="in_review" text="Held for a person" />}>
      <ReasonCodes of={reason_codes} />
      <ul className="plain">
        {questions.map((question) => (
          <li key={question}>
            <RouteLink to={`/reviews?reason=${question}`}>
              Cases of {humanize(question).toLowerCase()}
            </RouteLink>
          </li>
        ))}
      </ul>
    </Line>
  );
}
