"""Speech: how figures are worded in Chinese, and how a sentence becomes a clip that the line can play.

`wording` turns figures and templates into sentences (pure). `voices` turn sentences into samples. `cache` keeps
clips on disk, `speaker` is the service that the call path asks.
"""
