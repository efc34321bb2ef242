// A framework: what is asked, on which scale, with which weight, and on what legal ground.
import { graphql, type ResultOf } from '../app/graph';
import { messages, useLocal, useMessages } from '../app/language';
import { NotFoundScreen } from '../app/NotFoundScreen';
import { useParam } from '../app/params';
import { path } from '../app/paths';
import { useRead } from '../app/read';
import { Page, PageHeader } from '../design/Page';
import { StateBadge } from '../design/StateBadge';
import { Waiting } from '../design/Waiting';
import { Crosswalks } from './Crosswalks';
import { Exemplars } from './Exemplars';
import { Framework, frameworkFields } from './Framework';
import { meant } from './methods';

const known = graphql(`query KnownFrameworks { frameworks(first: 100) { nodes { id code number } } }`);
const query = graphql(`query Method($id: ID!) { framework(id: $id) { state ...FrameworkFields } }`, [
  frameworkFields,
]);

const words = messages({
  back: { ru: 'Как оценивают школы', en: 'How schools are evaluated' },
  version: {
    ru: (code: string, number: number) => `${code}, версия ${number}`,
    en: (code: string, number: number) => `${code}, version ${number}`,
  },
  retired: { ru: 'больше не применяется', en: 'no longer used' },
  file: { ru: (form: string) => `Скачать ${form}`, en: (form: string) => `Download ${form}` },
});

export function MethodScreen() {
  const text = useParam('framework');
  const list = useRead(known, {});
  const id = list.data && meant(list.data.frameworks.nodes, text)?.id;
  const reading = useRead(query, { id: id ?? '' }, { pause: !id });
  const found = reading.data?.framework;
  if (list.data && !id) return <NotFoundScreen />;
  if (!reading.data)
    return (
      <Page width="reading">
        <Waiting reading={list.failed ? list : reading} head lines={10} />
      </Page>
    );
  return found ? <Method of={found} /> : <NotFoundScreen />;
}

function Method({ of }: { of: NonNullable<ResultOf<typeof query>['framework']> }) {
  const t = useMessages(words);
  const local = useLocal();
  return (
    <Page width="reading">
      <PageHeader
        title={local(of.title)}
        back={{ href: '/methods', title: t.back }}
        facts={
          <>
            <span>{t.version(of.code, of.number)}</span>
            {of.state === 'RETIRED' && <StateBadge shape="square">{t.retired}</StateBadge>}
            <a href={path.frameworkFile(of, 'json')}>{t.file('JSON')}</a>
            <a href={path.frameworkFile(of, 'xlsx')}>{t.file('XLSX')}</a>
          </>
        }
      />
      <div className="stack-far">
        <Framework of={of} />
        <Exemplars of={of} />
        <Crosswalks of={of} />
      </div>
    </Page>
  );
}
