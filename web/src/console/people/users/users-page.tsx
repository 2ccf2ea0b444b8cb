import { useNavigate } from 'react-router';
import { Page } from '../../parts/page.tsx';
import { IdSearch } from '../id-search.tsx';

/** Finds a user by the id that their backend uses. */
export function UsersPage() {
  const navigate = useNavigate();
  return (
    <Page title="Users" description="Faces, lockouts, consents and rights of one person.">
      <IdSearch
        title="Find a user"
        label="User ID"
        description="The ID under which your backend registers the person. There is no list of all users: reading about a person is recorded."
        onFind={(id) => navigate(`/users/${encodeURIComponent(id)}`)}
      />
    </Page>
  );
}
