import type { PointerEvent as ReactPointerEvent, ThHTMLAttributes } from 'react';

import styles from './resizable-header.module.css';

export interface ResizableHeaderProps extends ThHTMLAttributes<HTMLTableCellElement> {
  width?: number;
  onWidth?: (width: number) => void;
}

/** A heading whose right edge can be drawn. */
export function ResizableHeader({ width, onWidth, children, ...rest }: ResizableHeaderProps) {
  if (width === undefined || onWidth === undefined) return <th {...rest}>{children}</th>;

  const draw = (event: ReactPointerEvent<HTMLSpanElement>) => {
    event.preventDefault();
    const grip = event.currentTarget;
    const from = event.clientX;
    grip.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent) => {
      onWidth(width + moved.clientX - from);
    };
    grip.addEventListener('pointermove', move);
    grip.addEventListener(
      'lostpointercapture',
      () => {
        grip.removeEventListener('pointermove', move);
      },
      { once: true },
    );
  };

  return (
    <th {...rest}>
      {children}
      <span className={styles.grip} onPointerDown={draw} role="presentation" />
    </th>
  );
}
