// The foot of every screen: what this is, and what stands behind the numbers.
import { Link } from '../design/Link';
import { messages, useLanguage, useMessages } from './language';
import { path } from './paths';
import styles from './Shell.module.css';
import { useSession } from './session';

const words = messages({
  what: {
    ru: 'Ареопаг – независимая общественно-профессиональная оценка школ: от стандарта до опубликованного результата.',
    en: 'Areopag is independent public-professional evaluation of schools, from the standard to the published result.',
  },
  demo: {
    ru: 'Это демонстрация. Демонстрационная область, её школы и люди вымышлены.',
    en: 'This is a demonstration. The Demonstration Region, its schools and its people are invented.',
  },
  more: { ru: 'Об Ареопаге', en: 'About Areopag' },
  methods: { ru: 'По каким правилам оценивают', en: 'The rules of evaluation' },
  compare: { ru: 'Сравнить школы', en: 'Compare schools' },
  glossary: { ru: 'Словарь для родителей', en: 'Words for parents' },
  certificates: { ru: 'Проверить свидетельство', en: 'Check a certificate' },
  data: { ru: 'Открытые данные и проверка подписи', en: 'Open data, and checking a signature' },
});

export function Footer() {
  const t = useMessages(words);
  const session = useSession();
  const language = useLanguage();
  return (
    <footer className={styles.footer}>
      <div className={styles.foot}>
        <div className="stack-near">
          <p>{t.what}</p>
          {session?.mode === 'demo' && <p>{t.demo}</p>}
        </div>
        <nav aria-label={t.more} className={styles.footLinks}>
          <Link href="/methods">{t.methods}</Link>
          <Link href={path.compare()}>{t.compare}</Link>
          <a href={`/glossary?lang=${language}`}>{t.glossary}</a>
          <a href={`/certificates?lang=${language}`}>{t.certificates}</a>
          <Link href={path.data}>{t.data}</Link>
        </nav>
      </div>
    </footer>
  );
}
