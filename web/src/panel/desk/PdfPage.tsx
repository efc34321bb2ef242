// One page of a PDF, drawn by pdf.js with its text on top, so that it can be selected and cited.
import * as pdfjs from 'pdfjs-dist';
import worker from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { messages, useMessages } from '../../app/language';
import { Notice } from '../../design/Notice';
import styles from './desk.module.css';

pdfjs.GlobalWorkerOptions.workerSrc = worker;

const words = messages({
  broken: {
    ru: 'Этот PDF не удалось показать. Его можно скачать.',
    en: 'This PDF cannot be shown. It can be downloaded.',
  },
  download: { ru: 'Скачать', en: 'Download' },
  loading: { ru: 'Загружается…', en: 'Loading…' },
});

/** The documents opened lately: turning a page must not fetch the file again. */
const opened = new Map<string, Promise<pdfjs.PDFDocumentProxy>>();
const KEPT = 4;

function open(url: string): Promise<pdfjs.PDFDocumentProxy> {
  const known = opened.get(url);
  if (known) return known;
  const opening = pdfjs.getDocument({
    url,
    useWasm: false,
    useSystemFonts: true,
    disableAutoFetch: true,
  }).promise;
  opened.set(url, opening);
  opening.catch(() => opened.delete(url));
  for (const [old, document] of opened) {
    if (opened.size <= KEPT) break;
    opened.delete(old);
    void document.then((one) => one.loadingTask.destroy());
  }
  return opening;
}

type Props = { url: string; page: number; zoom: number; children?: ReactNode };

/** `children` lie over the page, once it is drawn. */
export function PdfPage({ url, page, zoom, children }: Props) {
  const t = useMessages(words);
  const frame = useRef<HTMLDivElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const [state, setState] = useState<'loading' | 'shown' | 'broken'>('loading');

  useEffect(() => {
    const box = place.current;
    if (!box) return;
    let left = false;
    setState('loading');
    drawn(url, page, zoom, frame.current?.parentElement?.clientWidth ?? 600)
      .then((sheet) => {
        if (left) return;
        box.replaceChildren(sheet);
        setState('shown');
      })
      .catch(() => !left && setState('broken'));
    return () => {
      left = true;
    };
  }, [url, page, zoom]);

  return (
    <>
      {state === 'broken' && (
        <Notice tone="error" action={<a href={url}>{t.download}</a>}>
          {t.broken}
        </Notice>
      )}
      <div ref={frame} hidden={state === 'broken'} className={styles.sheet}>
        {state === 'loading' && <p className={styles.loading}>{t.loading}</p>}
        <div className={styles.onPage}>
          <div ref={place} />
          {state === 'shown' && children}
        </div>
      </div>
    </>
  );
}

async function drawn(url: string, number: number, zoom: number, width: number): Promise<HTMLElement> {
  const document_ = await open(url);
  const page = await document_.getPage(Math.min(Math.max(number, 1), document_.numPages));
  const natural = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: (width / natural.width) * zoom });
  const sheet = document.createElement('div');
  sheet.className = styles.page ?? '';
  sheet.style.width = `${Math.floor(viewport.width)}px`;
  sheet.style.height = `${Math.floor(viewport.height)}px`;
  sheet.style.setProperty('--total-scale-factor', String(viewport.scale));
  sheet.style.setProperty('--scale-round-x', '1px');
  sheet.style.setProperty('--scale-round-y', '1px');
  const canvas = document.createElement('canvas');
  const sharp = window.devicePixelRatio || 1;
  canvas.width = Math.floor(viewport.width * sharp);
  canvas.height = Math.floor(viewport.height * sharp);
  const text = document.createElement('div');
  text.className = styles.text ?? '';
  sheet.append(canvas, text);
  await page.render({ canvas, viewport, transform: sharp === 1 ? undefined : [sharp, 0, 0, sharp, 0, 0] })
    .promise;
  await new pdfjs.TextLayer({
    textContentSource: page.streamTextContent(),
    container: text,
    viewport,
  }).render();
  return sheet;
}
