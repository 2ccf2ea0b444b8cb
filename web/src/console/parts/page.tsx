import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode, useContext, useEffect } from 'react';
import { createPortal } from 'react-dom';
import { useNavigate } from 'react-router';
import { BreadcrumbPlace } from './breadcrumb-place.ts';
import { hrefOf } from './route-link.tsx';

/** A page that another one lies below. */
interface Parent {
  readonly title: string;
  readonly path: string;
}

interface PageProps {
  readonly title: string;
  readonly description?: ReactNode;
  readonly actions?: ReactNode;
  /** Pages that this one lies below, from the outermost one on. @default - none */
  readonly parents?: readonly Parent[];
  readonly children: ReactNode;
}

/** Frame of a page: its title, where it lies, and what can be done there. */
export function Page({ title, description, actions, parents = [], children }: PageProps) {
  const place = useContext(BreadcrumbPlace);
  useEffect(() => {
    document.title = `${title} - face-idv console`;
  }, [title]);
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={description} actions={actions}>
          <span className="wraps">{title}</span>
        </Header>
      }
    >
      {place && createPortal(<Breadcrumbs title={title} parents={parents} />, place)}
      <SpaceBetween size="l">{children}</SpaceBetween>
    </ContentLayout>
  );
}

interface BreadcrumbsProps {
  readonly title: string;
  readonly parents: readonly Parent[];
}

function Breadcrumbs({ title, parents }: BreadcrumbsProps) {
  const navigate = useNavigate();
  const above = [{ title: 'Console', path: '/' }, ...parents];
  return (
    <BreadcrumbGroup
      items={[
        ...above.map((parent) => ({ text: parent.title, href: hrefOf(parent.path) })),
        { text: title, href: '#' },
      ]}
      onFollow={(event) => {
        event.preventDefault();
        const parent = above.find(({ path }) => hrefOf(path) === event.detail.href);
        if (parent) navigate(parent.path);
      }}
    />
  );
}
