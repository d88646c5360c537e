import {
  AppstoreOutlined,
  AudioMutedOutlined,
  AudioOutlined,
  CheckOutlined,
  CustomerServiceOutlined,
  FlagOutlined,
  InboxOutlined,
  NumberOutlined,
  PauseCircleOutlined,
  PauseOutlined,
  PhoneOutlined,
  PlayCircleOutlined,
  RollbackOutlined,
  SwapOutlined,
  TeamOutlined,
  VideoCameraOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';

import type { CommandName } from '@/lib/generated/live';

/** A picture for each action of the call bar. */
export const CALL_ICONS: Partial<Record<CommandName, ReactNode>> = {
  hold: <PauseOutlined />,
  retrieve: <PlayCircleOutlined />,
  mute: <AudioMutedOutlined />,
  unmute: <AudioOutlined />,
  send_keys: <NumberOutlined />,
  consult: <CustomerServiceOutlined />,
  take_back: <RollbackOutlined />,
  join: <TeamOutlined />,
  complete: <CheckOutlined />,
  transfer: <SwapOutlined />,
  send_to_menu: <AppstoreOutlined />,
  pause_recording: <PauseCircleOutlined />,
  resume_recording: <VideoCameraOutlined />,
  mark_recording: <FlagOutlined />,
  park: <InboxOutlined />,
  dial: <PhoneOutlined />,
};
