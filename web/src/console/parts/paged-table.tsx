import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import type { ReactNode } from 'react';
import type { Pages } from '../api/use-pages.ts';
import { ProblemAlert } from './problem-alert.tsx';

interface PagedTableProps<Item> {
  readonly pages: Pages<Item>;
  readonly title: string;
  readonly description?: ReactNode;
  /** Says that the list is empty, and how something gets into it. */
  readonly empty: ReactNode;
  readonly columns: readonly TableProps.ColumnDefinition<Item>[];
  readonly filter?: ReactNode;
  readonly actions?: ReactNode;
  readonly trackBy?: TableProps<Item>['trackBy'];
}

/** A narrow screen scrolls a list rather than break its words, in pixels. */
const LEAST_WIDTH = 110;

/** A list of the API, a page at a time. */
export function PagedTable<Item>(props: PagedTableProps<Item>) {
  const { pages, title, description, empty, columns, filter, actions, trackBy } = props;
  const { data, error, isLoading, reload, number, hasMore, goTo } = pages;
  return (
    <SpaceBetween size="m">
      {error !== undefined && <ProblemAlert error={error} onRetry={reload} />}
      <Table
        variant="container"
        items={data ?? []}
        columnDefinitions={columns.map((column) => ({ minWidth: LEAST_WIDTH, ...column }))}
        {...(trackBy === undefined ? {} : { trackBy })}
        loading={isLoading && data === undefined}
        loadingText={`Loading ${title.toLowerCase()}…`}
        wrapLines
        header={
          <Header
            variant="h2"
            description={description}
            actions={
              <SpaceBetween size="xs" direction="horizontal">
                <Button iconName="refresh" ariaLabel="Refresh" loading={isLoading} onClick={reload} />
                {actions}
              </SpaceBetween>
            }
          >
            {title}
          </Header>
        }
        filter={filter}
        pagination={
          (number > 1 || hasMore) && (
            <Pagination
              currentPageIndex={number}
              pagesCount={hasMore ? number + 1 : number}
              openEnd={hasMore}
              onChange={({ detail }) => goTo(detail.currentPageIndex)}
            />
          )
        }
        empty={
          <Box textAlign="center" color="inherit" padding="m">
            {error === undefined ? empty : 'Nothing could be loaded.'}
          </Box>
        }
      />
    </SpaceBetween>
  );
}
