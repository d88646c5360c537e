import { UploadOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App, Button, Form, Input, Modal, Upload } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';

import { useTranslation } from '@/i18n';
import { useProblemMessage } from '@/ui/use-problem-message';

import { createDraft, flowsKey } from '../api/flows';
import { isRecord } from '../model/document';

interface Fields {
  flow_id: string;
  title: string;
}

/** A flow that begins empty, or one from a file. */
export function NewFlowDialog({ close }: { close: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const cache = useQueryClient();
  const [form] = Form.useForm<Fields>();
  const [uploaded, setUploaded] = useState<Record<string, unknown> | null>(null);
  const make = useMutation({
    mutationFn: (fields: Fields) => createDraft({ ...fields, from_version: null, document: uploaded }),
    onError: useProblemMessage(),
    onSuccess: async ({ flow_id, version }) => {
      await cache.invalidateQueries({ queryKey: flowsKey });
      await navigate(`/studio/${flow_id}/${String(version)}`);
    },
  });
  const read = async (file: Blob) => {
    try {
      const content: unknown = JSON.parse(await file.text());
      if (!isRecord(content)) throw new SyntaxError();
      setUploaded(content);
      form.setFieldsValue({ flow_id: String(content.flow_id ?? ''), title: String(content.title ?? '') });
    } catch {
      void message.error(t('studio.no_flow_file'));
    }
  };
  return (
    <Modal
      open
      title={t('studio.new')}
      onCancel={close}
      okText={t('studio.create')}
      confirmLoading={make.isPending}
      onOk={() => {
        form.submit();
      }}
      okButtonProps={{ 'data-testid': 'create-flow' }}
    >
      <Form
        form={form}
        layout="vertical"
        onFinish={(fields) => {
          make.mutate(fields);
        }}
      >
        <Form.Item
          name="flow_id"
          label={t('studio.flow_id')}
          extra={t('studio.flow_id_hint')}
          rules={[
            { required: true, pattern: /^[a-z0-9][a-z0-9-]{1,62}$/, message: t('studio.flow_id_hint') },
          ]}
        >
          <Input data-testid="flow-id" />
        </Form.Item>
        <Form.Item
          name="title"
          label={t('studio.flow_title')}
          rules={[{ required: true, message: t('studio.flow_title') }]}
        >
          <Input data-testid="flow-title" maxLength={100} />
        </Form.Item>
        <Upload
          accept=".json,application/json"
          showUploadList={false}
          beforeUpload={(file) => {
            void read(file);
            return false;
          }}
        >
          <Button icon={<UploadOutlined />}>
            {t(uploaded === null ? 'studio.upload' : 'studio.uploaded')}
          </Button>
        </Upload>
      </Form>
    </Modal>
  );
}
