// What is shown when a screen broke or could not be fetched: in words, with a way on.
import { Button, LinkButton } from '../design/Button';
import { Notice } from '../design/Notice';
import { Page, PageHeader } from '../design/Page';
import { messages, useMessages } from './language';
import { path } from './paths';

const words = messages({
  title: { ru: 'Страница не открылась', en: 'The page did not open' },
  fetching: { ru: 'Часть страницы не загрузилась', en: 'A part of the page did not load' },
  fetchingMore: {
    ru: 'Пропала связь, или сайт только что обновился. Загрузите страницу ещё раз: написанное вами сохранено на этом устройстве.',
    en: 'The connection was lost, or the site has just been renewed. Load the page again: what you wrote is kept on this device.',
  },
  broken: { ru: 'Это наша ошибка', en: 'This is our mistake' },
  brokenMore: {
    ru: 'Загрузите страницу ещё раз. Если не поможет, сообщите секретариату адрес страницы и что вы делали.',
    en: 'Load the page again. If it does not help, tell the secretariat the address and what you were doing.',
  },
  reload: { ru: 'Загрузить ещё раз', en: 'Load again' },
  home: { ru: 'На главную', en: 'To the first page' },
});

export function FailureScreen({ error }: { error: unknown }) {
  const t = useMessages(words);
  const fetching = error instanceof Error && /import|module|fetch|load/i.test(error.message);
  return (
    <Page width="reading">
      <PageHeader title={t.title} />
      <div className="stack">
        <Notice tone="error" title={fetching ? t.fetching : t.broken}>
          {fetching ? t.fetchingMore : t.brokenMore}
        </Notice>
        <div className="row">
          <Button look="primary" onClick={() => location.reload()}>
            {t.reload}
          </Button>
          <LinkButton look="plain" href={path.home}>
            {t.home}
          </LinkButton>
        </div>
      </div>
    </Page>
  );
}
