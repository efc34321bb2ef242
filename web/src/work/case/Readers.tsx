// Who reads a document, in plain words; said when it is sent and, with a trace, later.
import { useState } from 'react';
import { refusals, useAct } from '../../app/act';
import { graphql, type VariablesOf } from '../../app/graph';
import { messages, useMessages } from '../../app/language';
import { Button } from '../../design/Button';
import { Checkbox, Select } from '../../design/Field';
import { Notice } from '../../design/Notice';
import { Trouble } from '../../design/Trouble';
import type { CaseData, DocumentData } from './caseQuery';

const classify = graphql(
  `mutation ClassifyDocument($input: ClassifyDocumentInput!) { classifyDocument(input: $input) {
    __typename ... on EvidenceDocument { id } ...BlockedFields ...StaleFields ...InvalidFields ...AbsentFields } }`,
  refusals,
);

export type Readers = Pick<VariablesOf<typeof classify>['input'], 'classification' | 'personalData'>;
export const FOR_PANEL: Readers = { classification: 'PANEL', personalData: false };

const words = messages({
  who: { ru: 'Кто прочитает', en: 'Who will read it' },
  PUBLIC: { ru: 'Все', en: 'Everybody' },
  PANEL: { ru: 'Все, кто работает с этой оценкой', en: 'Everybody who works on this evaluation' },
  RESTRICTED: { ru: 'Только ведущий эксперт и секретариат', en: 'Only the lead expert and the secretariat' },
  PUBLICmore: {
    ru: 'Опубликованный результат назовёт документ и покажет места, на которые сослались эксперты.',
    en: 'The published result names the document and shows the places that experts cited.',
  },
  PANELmore: {
    ru: 'Эксперты, комиссия и секретариат, когда оценка до них дойдёт. В публикации документа не будет.',
    en: 'Experts, commission and secretariat, once the evaluation comes to them. It is not published.',
  },
  RESTRICTEDmore: {
    ru: 'Остальные эксперты и комиссия не увидят ни документа, ни цитат из него.',
    en: 'The other experts and the commission see neither the document nor quotes of it.',
  },
  personal: { ru: 'Есть персональные данные', en: 'Holds personal data' },
  personalMore: {
    ru: 'Имена учеников, родителей, работников с их оценками, здоровьем, адресами. Такой документ нельзя открыть всем; для всех делают копию, в которой эти места закрашены.',
    en: 'Names of pupils, parents or staff with their marks, health, addresses. Such a document cannot be public; a copy in which these places are black can.',
  },
  films: {
    ru: 'Записи больше 900 МБ всем не показать: из них не убрать, кто, где и когда снимал. Сожмите их или разделите.',
    en: 'Recordings over 900 MB cannot be shown to everybody: who made them, where and when cannot be taken out. Compress or split them.',
  },
  tooLarge: {
    ru: 'Эта запись больше 900 МБ. Опубликованный результат назовёт её, но открыть её никто не сможет: из такого файла не убрать, кто, где и когда снимал. Сожмите запись или разделите её и загрузите новой версией.',
    en: 'This recording is over 900 MB. The published result will name it, but nobody can open it: who made it, where and when cannot be taken out of such a file. Compress or split it and send that as a new version.',
  },
  change: { ru: 'Кто читает', en: 'Who reads it' },
  save: { ru: 'Сохранить', en: 'Save' },
  cancel: { ru: 'Отмена', en: 'Cancel' },
});

/** What stands beside a document: who reads it, and whether it tells of people. */
export function useReadersOf(): (document: Readers) => string {
  const t = useMessages(words);
  return ({ classification, personalData }) =>
    [
      `${t.change.toLowerCase()}: ${t[classification].toLowerCase()}`,
      personalData && t.personal.toLowerCase(),
    ]
      .filter(Boolean)
      .join(' · ');
}

/** Sound and films from this size on keep what they say of themselves, so the public gets none of them: the server's. */
export const TOO_LARGE_TO_STRIP = 900 * 1024 * 1024;

type FieldsProps = {
  value: Readers;
  onChange: (value: Readers) => void;
  /** A file that it is about. */
  file?: { mediaType: string; size: number | null } | null;
};

export function ReadersFields({ value, onChange, file }: FieldsProps) {
  const t = useMessages(words);
  const played = file && /^(video|audio)\//.test(file.mediaType);
  const tooLarge = played && (file.size ?? 0) > TOO_LARGE_TO_STRIP;
  const choices = ['PUBLIC', 'PANEL', 'RESTRICTED'] as const;
  return (
    <div className="stack-near">
      <Select
        label={t.who}
        hint={t[`${value.classification}more`]}
        value={value.classification}
        options={choices.map((choice) => ({
          value: choice,
          title: t[choice],
          disabled: choice === 'PUBLIC' && value.personalData,
        }))}
        onChange={(classification) => onChange({ ...value, classification })}
      />
      {value.classification === 'PUBLIC' && !file && <p className="quiet small">{t.films}</p>}
      {value.classification === 'PUBLIC' && tooLarge && <Notice tone="warn">{t.tooLarge}</Notice>}
      <Checkbox
        label={t.personal}
        hint={t.personalMore}
        checked={value.personalData}
        onChange={(personalData) =>
          onChange({
            personalData,
            classification:
              personalData && value.classification === 'PUBLIC' ? 'PANEL' : value.classification,
          })
        }
      />
    </div>
  );
}

/** Saying it anew, for whom the process lets: school and secretary, until the case has ended. */
export function ChangeReaders({ found, document }: { found: CaseData; document: DocumentData }) {
  const t = useMessages(words);
  const act = useAct(classify, ({ classifyDocument }) => classifyDocument);
  const [open, setOpen] = useState(false);
  const [value, setValue] = useState<Readers>(document);
  if (!found.transitions.some(({ name, available }) => name === 'classify_document' && available))
    return null;

  async function save() {
    const { classification, personalData } = value;
    const input = {
      documentId: document.id,
      expectedVersion: document.version,
      classification,
      personalData,
    };
    if (await act.run({ input })) setOpen(false);
  }
  return (
    <div className="stack-near">
      <div>
        <Button small look="plain" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t.change}
          <span className="unseen"> {document.title}</span>
        </Button>
      </div>
      {open && (
        <>
          <ReadersFields value={value} onChange={setValue} file={document.current} />
          <Trouble act={act} />
          <div className="row">
            <Button look="primary" pending={act.pending} onClick={() => void save()}>
              {t.save}
            </Button>
            <Button look="plain" onClick={() => setOpen(false)}>
              {t.cancel}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}
