"""The modules Asterisk loads, and no others: a start in a third of a second, and nothing listens that we do not use.

A module named in sorcery.conf but absent here makes res_pjsip decline, and all of SIP with it.
"""

_BASE = """
res_timing_timerfd res_crypto res_sorcery_config res_sorcery_memory res_sorcery_astdb pbx_config
res_sorcery_memory_cache
"""
_SIP = """
res_pjproject res_pjsip res_pjsip_session res_pjsip_sdp_rtp res_pjsip_registrar res_pjsip_authenticator_digest
res_pjsip_outbound_authenticator_digest res_pjsip_outbound_registration res_pjsip_endpoint_identifier_user
res_pjsip_endpoint_identifier_ip res_pjsip_dtmf_info res_pjsip_nat res_pjsip_pubsub res_pjsip_refer
res_pjsip_caller_id res_pjsip_header_funcs res_pjsip_rfc3326 res_pjsip_transport_websocket res_pjsip_t38
res_pjsip_path res_pjsip_logger res_pjsip_diversion res_pjsip_acl chan_pjsip
func_pjsip_contact func_pjsip_endpoint func_pjsip_aor
"""
_MEDIA = """
res_rtp_multicast res_rtp_asterisk res_srtp res_http_websocket res_websocket_client chan_rtp chan_websocket
chan_bridge_media codec_ulaw codec_alaw codec_a_mu codec_resample format_wav format_pcm format_sln
res_musiconhold
"""
_STASIS = """
res_stasis res_stasis_answer res_stasis_playback res_stasis_recording res_stasis_snoop res_stasis_device_state
app_stasis res_ari res_ari_model res_ari_applications res_ari_asterisk res_ari_bridges res_ari_channels
res_ari_device_states res_ari_endpoints res_ari_events res_ari_playbacks res_ari_recordings res_ari_sounds
"""
_BRIDGES = "bridge_simple bridge_native_rtp bridge_softmix bridge_holding"
_FAX = "res_fax res_fax_spandsp"
_DIALPLAN = """
func_channel func_callerid func_strings func_logic func_db func_groupcount func_talkdetect func_volume
func_jitterbuffer
app_dial app_playback app_verbose app_mixmonitor
"""
_EVENT_LOG = "res_cdrel_custom cel_custom"

MODULES = tuple(" ".join((_BASE, _SIP, _MEDIA, _STASIS, _BRIDGES, _FAX, _DIALPLAN, _EVENT_LOG)).split())
"""Names without `.so`, in the order they are written; Asterisk sorts them by what they need."""

OPUS_MODULES = ("codec_opus_open_source", "res_format_attr_opus")
"""Only where browsers speak Opus: what it costs stands in docs/decisions/0003."""

DAHDI_MODULES = ("chan_dahdi",)
"""Only with a trunk on an E1 line: Debian keeps it, with libpri, openr2 and libss7, in the package asterisk-dahdi."""
