import ExpandableSection from '@cloudscape-design/components/expandable-section';
import { formatTime } from '../../format/times.ts';
import { countOf, humanize } from '../../format/words.ts';
import { MeasuresTable } from '../../parts/measures-table.tsx';
import { ReasonCodes } from '../../parts/reason-codes.tsx';
import { RouteLink } from '../../parts/route-link.tsx';
import { Status } from '../../parts/status.tsx';
import { Time } from '../../parts/time.tsx';
import type { CaseDetail } from './case-words.ts';

type Person = CaseDetail['people'][number];

/** Enrolled faces and reports of one person of a case. */
export const PersonFacts = ({ person: { faces, reports } }: { readonly person: Person }) => (
  <div>
    <ExpandableSection headerText={countOf(faces.length, 'enrolled face')}>
      <ul className="plain">
        {faces.map(({ face_id, collection_id, face_model_version, source, created_at }) => (
          <li key={`${collection_id} ${face_id}`} className="wraps">
            {face_id}
            <div className="muted">
              {humanize(source)}, model {face_model_version}, <Time at={created_at} />
            </div>
          </li>
        ))}
      </ul>
    </ExpandableSection>
    {reports.map((report) => (
      <Report key={report.id} report={report} />
    ))}
  </div>
);

function Report({ report }: { readonly report: Person['reports'][number] }) {
  const { id, type, status, created_at, checks } = report;
  return (
    <ExpandableSection
      headerText={`${humanize(type)}, ${humanize(status).toLowerCase()}`}
      headerDescription={formatTime(created_at)}
    >
      <RouteLink to={`/sessions/${id}`}>{id}</RouteLink>
      <ul className="plain report-checks">
        {checks.map((check) => (
          <li key={`${check.name} ${check.started_at}`}>
            <Status of={check.status} text={`${humanize(check.name)} ${check.status}`} />
            <ReasonCodes of={check.reason_codes} />
            <MeasuresTable
              of={check.measures}
              caption={`Measures of ${humanize(check.name).toLowerCase()}`}
            />
          </li>
        ))}
      </ul>
    </ExpandableSection>
  );
}
