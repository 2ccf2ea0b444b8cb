import AppLayoutToolbar from '@cloudscape-design/components/app-layout-toolbar';
import SideNavigation from '@cloudscape-design/components/side-navigation';
import TopNavigation from '@cloudscape-design/components/top-navigation';
import { type ReactNode, useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useOperator } from '../api/operator-context.tsx';
import { BreadcrumbPlace } from '../parts/breadcrumb-place.ts';
import { Notifications } from '../parts/notifications.tsx';
import { BASE, hrefOf } from '../parts/route-link.tsx';
import { chooseMode, preferredMode } from './color-mode.ts';
import { activePath, sectionsFor } from './navigation.ts';
import type { ConsolePage } from './page.ts';
import { roleName } from './role.ts';

interface LayoutProps {
  readonly pages: readonly ConsolePage[];
  readonly onSignOut: () => void;
  readonly children: ReactNode;
}

/** From this width on, pages and their content have room beside each other, as Cloudscape lays them out. */
const WIDE = '(min-width: 689px)';

/** Frame of the console: who uses it, and the pages that their role may open. */
export function Layout({ pages, onSignOut, children }: LayoutProps) {
  const { scope } = useOperator();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(() => matchMedia(WIDE).matches);
  const [place, setPlace] = useState<HTMLElement | null>(null);
  useEffect(() => {
    const wide = matchMedia(WIDE);
    const follow = (): void => setOpen(wide.matches);
    wide.addEventListener('change', follow);
    return () => wide.removeEventListener('change', follow);
  }, []);
  return (
    <>
      <TopBar onSignOut={onSignOut} />
      <AppLayoutToolbar
        headerSelector="#top-bar"
        toolsHide
        navigationOpen={isOpen}
        onNavigationChange={({ detail }) => setOpen(detail.open)}
        ariaLabels={{ navigation: 'Pages', navigationToggle: 'Open pages', navigationClose: 'Close pages' }}
        notifications={<Notifications />}
        stickyNotifications
        navigation={
          <SideNavigation
            activeHref={hrefOf(activePath(pages, pathname) ?? '')}
            items={sectionsFor(pages, scope).map(({ title, pages: listed }) => ({
              type: 'section-group',
              title,
              items: listed.map((page) => ({ type: 'link', text: page.title, href: hrefOf(page.path) })),
            }))}
            onFollow={(event) => {
              event.preventDefault();
              navigate(event.detail.href.slice(BASE.length) || '/');
            }}
          />
        }
        breadcrumbs={<div ref={setPlace} />}
        content={<BreadcrumbPlace.Provider value={place}>{children}</BreadcrumbPlace.Provider>}
      />
    </>
  );
}

function TopBar({ onSignOut }: { readonly onSignOut: () => void }) {
  const { username, scope } = useOperator();
  const navigate = useNavigate();
  const [mode, setMode] = useState(preferredMode);
  const other = mode === 'dark' ? 'light' : 'dark';
  return (
    <div id="top-bar" className="top-bar">
      <TopNavigation
        identity={{
          href: BASE,
          title: 'Operator console',
          logo: { src: '/icon.svg', alt: 'face-idv' },
          onFollow: (event) => {
            event.preventDefault();
            navigate('/');
          },
        }}
        utilities={[
          {
            type: 'button',
            text: other === 'dark' ? 'Dark' : 'Light',
            ariaLabel: `Use the ${other} mode`,
            onClick: () => {
              chooseMode(other);
              setMode(other);
            },
          },
          {
            type: 'menu-dropdown',
            text: username,
            description: roleName(scope),
            iconName: 'user-profile',
            items: [{ id: 'sign-out', text: 'Sign out' }],
            onItemClick: onSignOut,
          },
        ]}
      />
    </div>
  );
}
