/** The canvas being edited, with what it was before and after: undo, redo, and whether all of it is saved. */
import type { Canvas } from './document';

const MOST_STEPS = 200;

export interface CanvasState {
  canvas: Canvas;
  canUndo: boolean;
  canRedo: boolean;
  isSaved: boolean;
}

export class CanvasStore {
  private past: Canvas[] = [];
  private future: Canvas[] = [];
  private saved: Canvas;
  private listeners = new Set<() => void>();
  private state: CanvasState;

  constructor(canvas: Canvas) {
    this.saved = canvas;
    this.state = { canvas, canUndo: false, canRedo: false, isSaved: true };
  }

  readonly get = (): CanvasState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** One step of the author; a step that changes nothing is none. */
  change(next: Canvas): void {
    if (next === this.state.canvas) return;
    this.past = [...this.past, this.state.canvas].slice(-MOST_STEPS);
    this.future = [];
    this.show(next);
  }

  undo(): void {
    const before = this.past.pop();
    if (before === undefined) return;
    this.future.push(this.state.canvas);
    this.show(before);
  }

  redo(): void {
    const after = this.future.pop();
    if (after === undefined) return;
    this.past.push(this.state.canvas);
    this.show(after);
  }

  /** What was sent to be saved; the author may have gone on meanwhile. */
  markSaved(canvas: Canvas): void {
    this.saved = canvas;
    this.show(this.state.canvas);
  }

  private show(canvas: Canvas): void {
    this.state = {
      canvas,
      canUndo: this.past.length > 0,
      canRedo: this.future.length > 0,
      isSaved: canvas === this.saved,
    };
    for (const listener of this.listeners) listener();
  }
}
