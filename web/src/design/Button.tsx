// Buttons: one primary a screen. A disabled button stays focusable, so that its reason can be read.
import type { ButtonHTMLAttributes, MouseEvent, ReactNode } from 'react';
import styles from './Button.module.css';
import { Link, type LinkProps } from './Link';

export type ButtonLook = 'primary' | 'secondary' | 'plain' | 'danger';
type Look = { look?: ButtonLook; small?: boolean; square?: boolean };

function dressed({ look = 'secondary', small, square }: Look, more?: string) {
  return [styles.button, styles[look], small && styles.small, square && styles.square, more]
    .filter(Boolean)
    .join(' ');
}

export type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> &
  Look & { disabled?: boolean; pending?: boolean; children: ReactNode };

export function Button({ look, small, square, disabled, pending, onClick, ...rest }: ButtonProps) {
  const resting = disabled || pending;
  function press(event: MouseEvent<HTMLButtonElement>) {
    if (resting) event.preventDefault();
    else onClick?.(event);
  }
  return (
    <button
      type="button"
      {...rest}
      className={dressed({ look, small, square }, rest.className)}
      aria-disabled={resting || undefined}
      aria-busy={pending || undefined}
      onClick={press}
    >
      {pending && <span className={styles.spinner} />}
      {rest.children}
    </button>
  );
}

export function LinkButton({ look, small, square, ...rest }: LinkProps & Look) {
  return <Link {...rest} className={dressed({ look, small, square }, rest.className)} />;
}
