import { useState } from 'react';
import { AlarmPanel } from './alarms/alarm-panel.tsx';
import { DashboardGrid } from './dashboard/dashboard-grid.tsx';
import { type Refreshed, useNow, useOpsData } from './data/use-ops-data.ts';
import { formatAge } from './text/format.ts';

const HOUR_S = 3600;
/** Times that can be looked at. */
const RANGES = [
  { name: '1 hour', seconds: HOUR_S },
  { name: '3 hours', seconds: 3 * HOUR_S },
  { name: '24 hours', seconds: 24 * HOUR_S },
] as const;

/** The dashboards of CloudWatch with their alarms, as they are now. */
export function OpsPage() {
  const [range, setRange] = useState<(typeof RANGES)[number]>(RANGES[0]);
  const refreshed = useOpsData(range.seconds);
  const now = useNow();
  const { data, fault } = refreshed;
  return (
    <>
      <header className="top">
        <h1>Operations</h1>
        <fieldset className="ranges">
          <legend className="unseen">Time to show</legend>
          {RANGES.map((one) => (
            <label key={one.name}>
              <input type="radio" name="range" checked={one === range} onChange={() => setRange(one)} />
              {one.name}
            </label>
          ))}
        </fieldset>
        <Freshness refreshed={refreshed} now={now} />
      </header>
      <main>
        {fault === undefined ? null : (
          <p className="fault" role="alert">
            The newest numbers could not be read. {fault} The page tries again every ten seconds.
          </p>
        )}
        {data ? (
          <>
            {isEmpty(refreshed) ? <NothingYet range={range.name} /> : null}
            <AlarmPanel alarms={data.alarms} now={now} />
            {data.dashboards.map((dashboard) => (
              <DashboardGrid key={dashboard.name} dashboard={dashboard} data={data} />
            ))}
          </>
        ) : fault === undefined ? (
          <p className="loading" role="status">
            Reading dashboards, alarms and metrics
          </p>
        ) : null}
      </main>
    </>
  );
}

function Freshness({
  refreshed: { data, refresh },
  now,
}: {
  readonly refreshed: Refreshed;
  readonly now: number;
}) {
  return (
    <p className="freshness">
      {data ? <span>Updated {formatAge(now - data.readAt)} ago</span> : null}
      <button type="button" onClick={refresh}>
        Refresh
      </button>
    </p>
  );
}

const isEmpty = ({ data }: Refreshed): boolean =>
  data?.dashboards.every(({ series }) => series.size === 0) === true;

const NothingYet = ({ range }: { readonly range: string }) => (
  <section className="panel nothing" aria-labelledby="nothing">
    <h2 id="nothing">Nothing happened in the last {range}</h2>
    <p>
      Register a person to see sessions, checks and decisions here: on the <a href="/capture">capture page</a>
      , or with two photos by <code>npm run demo -- --selfie me.jpg --document license.jpg --user alice</code>
      .
    </p>
  </section>
);
