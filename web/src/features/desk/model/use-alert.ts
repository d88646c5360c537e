import { useEffect } from 'react';

import { RingTone } from './ring-tone';

const TITLE_MILLISECONDS = 900;

interface Alert {
  title: string;
  body: string;
}

/** Calls the agent to the page while it is mounted: tone, window title, and a notification where the agent looks elsewhere. */
export function useAlert({ title, body }: Alert): void {
  useEffect(() => {
    const tone = new RingTone();
    tone.start();
    return () => {
      tone.stop();
    };
  }, []);

  useEffect(() => {
    const usual = document.title;
    let shown = false;
    const timer = setInterval(() => {
      shown = !shown;
      document.title = shown ? title : usual;
    }, TITLE_MILLISECONDS);
    document.title = title;
    return () => {
      clearInterval(timer);
      document.title = usual;
    };
  }, [title]);

  useEffect(() => {
    if (!notificationsAllowed() || document.hasFocus()) return undefined;
    const notification = new Notification(title, { body, tag: 'rexian-call', requireInteraction: true });
    notification.onclick = () => {
      window.focus();
      notification.close();
    };
    return () => {
      notification.close();
    };
  }, [title, body]);
}

const notificationsAllowed = (): boolean => 'Notification' in window && Notification.permission === 'granted';

/** Asked once, when the agent takes the seat: browsers want a click for it. */
export function askForNotifications(): void {
  if ('Notification' in window && Notification.permission === 'default')
    void Notification.requestPermission();
}
