// The newest result as a picture for the school's own site, and the code that shows it there: no script and no frame.
import { type LocalizedText, messages, useLanguage, useLocal, useMessages } from '../app/language';
import { path } from '../app/paths';
import { Disclosure } from '../design/Disclosure';
import { badgeCode } from './badgeCode';
import { Code } from './Code';

const words = messages({
  title: { ru: 'Результат на сайте школы', en: 'The result on the school’s own site' },
  more: {
    ru: 'Картинка всегда показывает последний результат, и если его отозвали или срок истёк – тоже. Вставьте на страницу этот код: в нём нет ни скрипта, ни фрейма.',
    en: 'The picture always shows the newest result, also that it was withdrawn or has expired. Put this code on a page: there is no script in it and no frame.',
  },
  code: { ru: 'Код для страницы (HTML)', en: 'Code for the page (HTML)' },
  alt: {
    ru: (name: string) => `${name}: независимая общественно-профессиональная оценка`,
    en: (name: string) => `${name}: independent public-professional evaluation`,
  },
});

export function Badge({ of: { id, name } }: { of: { id: string; name: LocalizedText } }) {
  const t = useMessages(words);
  const local = useLocal();
  const language = useLanguage();
  const picture = `/badges/${id}.svg?lang=${language}`;
  const alt = t.alt(local(name));
  const { origin } = window.location;
  return (
    <Disclosure title={t.title}>
      <div className="stack">
        <img src={picture} alt={alt} width="340" height="72" loading="lazy" />
        <p className="quiet small">{t.more}</p>
        <Code title={t.code} text={badgeCode(origin + path.school(id), origin + picture, alt)} />
      </div>
    </Disclosure>
  );
}
