// What stands at an address that leads nowhere, and what a screen shows when the thing it is about is not there.

import { LinkButton } from '../design/Button';
import { EmptyState } from '../design/EmptyState';
import { Page, PageHeader } from '../design/Page';
import { messages, useMessages } from './language';
import { path } from './paths';

const words = messages({
  title: { ru: 'Такой страницы нет', en: 'There is no such page' },
  what: { ru: 'Такой страницы нет', en: 'There is no such page' },
  why: {
    ru: 'Адрес мог измениться, или в нём опечатка. Если страница видна только участникам оценки, войдите под своим именем.',
    en: 'The address may have changed or hold a typing error. If the page is for those who take part in an evaluation, sign in first.',
  },
  schools: { ru: 'Найти школу', en: 'Find a school' },
});

export function NotFoundScreen({ title, why }: { title?: string; why?: string }) {
  const t = useMessages(words);
  return (
    <Page width="reading">
      <PageHeader title={title ?? t.title} />
      <EmptyState
        title={t.what}
        action={
          <LinkButton look="primary" href={path.schools}>
            {t.schools}
          </LinkButton>
        }
      >
        {why ?? t.why}
      </EmptyState>
    </Page>
  );
}
