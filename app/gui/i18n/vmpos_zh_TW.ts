<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_TW" sourcelanguage="en">
<context>
    <name>AboutBox</name>
    <message>
        <source>About Virtual mPOS</source>
        <translation>關於虛擬 mPOS</translation>
    </message>
    <message>
        <source>Virtual mPOS %1</source>
        <translation>虛擬 mPOS %1</translation>
    </message>
    <message>
        <source>SIMULATOR: test keys and test cards only. No payment made here moves money.</source>
        <translation>SIMULATOR：僅限測試金鑰與測試卡，這裡的交易不會動用任何資金。</translation>
    </message>
    <message>
        <source>Licence: Apache-2.0.</source>
        <translation>授權：Apache-2.0。</translation>
    </message>
    <message>
        <source>Made with:</source>
        <translation>使用的軟體：</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>關閉</translation>
    </message>
</context>
<context>
    <name>CardFace</name>
    <message>
        <source>VALID THRU %1</source>
        <translation>有效期 %1</translation>
    </message>
</context>
<context>
    <name>DemoView</name>
    <message>
        <source>Amount</source>
        <translation>金額</translation>
    </message>
    <message>
        <source>Card</source>
        <translation>卡片</translation>
    </message>
    <message>
        <source>Online</source>
        <translation>連線</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>收據</translation>
    </message>
    <message>
        <source>Type the amount</source>
        <translation>輸入金額</translation>
    </message>
    <message>
        <source>Present a card</source>
        <translation>出示卡片</translation>
    </message>
    <message>
        <source>Enter the PIN</source>
        <translation>輸入密碼</translation>
    </message>
    <message>
        <source>The bank decides</source>
        <translation>銀行處理中</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>交易成功</translation>
    </message>
    <message>
        <source>The sale is over</source>
        <translation>交易結束</translation>
    </message>
    <message>
        <source>Phone and reader meet for the first time: both show six digits, and the green key says they agree.</source>
        <translation>手機和刷卡機第一次見面：兩邊顯示同樣的六位數字，按綠色鍵表示一致。</translation>
    </message>
    <message>
        <source>The merchant types an amount on the phone.</source>
        <translation>商家在手機上輸入金額。</translation>
    </message>
    <message>
        <source>The merchant logs in on the phone, and the phone finds the reader.</source>
        <translation>商家在手機上登入，手機連線刷卡機。</translation>
    </message>
    <message>
        <source>Insert, swipe or tap: the reader reads the card itself. The phone only waits.</source>
        <translation>插卡、刷卡或感應，都由刷卡機自己讀取，手機只是等待。</translation>
    </message>
    <message>
        <source>The cardholder types the PIN on the reader. It is enciphered inside at once and never leaves it in clear.</source>
        <translation>顧客在刷卡機上輸入密碼。密碼在機內立即加密，不離開刷卡機，手機也看不到。</translation>
    </message>
    <message>
        <source>The reader seals the request, the phone carries it, the bank answers. Nobody in between can read or change it.</source>
        <translation>刷卡機加密請求，手機轉送，銀行回應。途中沒有人能讀取或更改。</translation>
    </message>
    <message>
        <source>The bank has answered, the reader shows it, and the phone prints the receipt.</source>
        <translation>銀行已經回應，刷卡機顯示結果，手機給出收據。</translation>
    </message>
    <message>
        <source>The display and the phone say why.</source>
        <translation>顯示幕和手機會說明原因。</translation>
    </message>
    <message>
        <source>Test keys and test cards only</source>
        <translation>僅限測試金鑰與測試卡</translation>
    </message>
    <message>
        <source>Step %1 of %2</source>
        <translation>第 %1 步，共 %2 步</translation>
    </message>
    <message>
        <source>By hand</source>
        <translation>手動</translation>
    </message>
    <message>
        <source>Play by itself</source>
        <translation>自動展示</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暫停</translation>
    </message>
    <message>
        <source>Slow ×¼</source>
        <translation>慢速 ×¼</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>離開</translation>
    </message>
</context>
<context>
    <name>mpos::gui::Desk</name>
    <message>
        <source>This reader has no service %1.</source>
        <translation>這台刷卡機沒有 %1 服務。</translation>
    </message>
    <message>
        <source>Type an amount such as 128.50.</source>
        <translation>請輸入金額，例如 128.50。</translation>
    </message>
    <message>
        <source>Type a number such as 000012.</source>
        <translation>請輸入數字，例如 000012。</translation>
    </message>
    <message>
        <source>The acquirer refused the sign-in.</source>
        <translation>收單機構拒絕了簽到。</translation>
    </message>
</context>
<context>
    <name>EventList</name>
    <message>
        <source>Events, %1</source>
        <translation>事件，%1 筆</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>事件</translation>
    </message>
    <message>
        <source>Follow</source>
        <translation>跟隨</translation>
    </message>
    <message>
        <source>Every frame, APDU and key operation will appear here</source>
        <translation>每個訊框、APDU 和金鑰操作都會顯示在這裡</translation>
    </message>
</context>
<context>
    <name>mpos::gui::EventLog</name>
    <message>
        <source>Link down</source>
        <translation>連線中斷</translation>
    </message>
    <message>
        <source>Link connecting</source>
        <translation>連線建立中</translation>
    </message>
    <message>
        <source>Code to compare</source>
        <translation>待核對的配對碼</translation>
    </message>
    <message>
        <source>Session up</source>
        <translation>工作階段已建立</translation>
    </message>
    <message>
        <source>Session refused</source>
        <translation>工作階段被拒絕</translation>
    </message>
    <message>
        <source>Reader busy</source>
        <translation>刷卡機忙碌</translation>
    </message>
    <message>
        <source>Link</source>
        <translation>連線</translation>
    </message>
    <message>
        <source>Screen %1</source>
        <translation>畫面 %1</translation>
    </message>
    <message>
        <source>Power on</source>
        <translation>開機</translation>
    </message>
    <message>
        <source>Power off</source>
        <translation>關機</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>按鍵</translation>
    </message>
    <message>
        <source>during PIN entry</source>
        <translation>輸入密碼期間</translation>
    </message>
    <message>
        <source>Swipe</source>
        <translation>刷卡</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>抹除</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>寫入</translation>
    </message>
    <message>
        <source>flash at 0x%1</source>
        <translation>快閃記憶體 0x%1</translation>
    </message>
    <message>
        <source>To reader</source>
        <translation>送往刷卡機</translation>
    </message>
    <message>
        <source>To phone</source>
        <translation>送往手機</translation>
    </message>
    <message>
        <source>Outcome %1</source>
        <translation>結果 %1</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>帳本</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>餘額查詢</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>備註</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>已拒絕</translation>
    </message>
</context>
<context>
    <name>KeyCap</name>
    <message>
        <source>Key %1</source>
        <translation>按鍵 %1</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Virtual mPOS — SIMULATOR</source>
        <translation>虛擬 mPOS — SIMULATOR</translation>
    </message>
    <message>
        <source>Virtual mPOS</source>
        <translation>虛擬 mPOS</translation>
    </message>
    <message>
        <source>Reader profile</source>
        <translation>刷卡機型號</translation>
    </message>
    <message>
        <source>%1 at %2</source>
        <translation>%1，位於 %2</translation>
    </message>
    <message>
        <source>Virtual clock %1 seconds, speed %2</source>
        <translation>虛擬時鐘 %1 秒，速度 %2</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暫停</translation>
    </message>
    <message>
        <source>One event on</source>
        <translation>前進一個事件</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>最快</translation>
    </message>
    <message>
        <source>Demo</source>
        <translation>展示</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>淺色主題</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>深色主題</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>語言</translation>
    </message>
    <message>
        <source>About Virtual mPOS</source>
        <translation>關於虛擬 mPOS</translation>
    </message>
    <message>
        <source>Stripe slot · drag across, 10–150 cm/s</source>
        <translation>磁條槽 · 橫向拖過，10–150 cm/s</translation>
    </message>
    <message>
        <source>Chip slot · drag in from below</source>
        <translation>晶片插槽 · 從下方拖入</translation>
    </message>
    <message>
        <source>%1 · firmware %2</source>
        <translation>%1 · 韌體 %2</translation>
    </message>
    <message>
        <source>Show the wallet</source>
        <translation>展開卡包</translation>
    </message>
    <message>
        <source>Fold the wallet</source>
        <translation>摺疊卡包</translation>
    </message>
    <message>
        <source>Show the phone</source>
        <translation>展開手機</translation>
    </message>
    <message>
        <source>Fold the phone</source>
        <translation>摺疊手機</translation>
    </message>
    <message>
        <source>Start here: log in on the phone, type an amount, then drag a card to the reader.</source>
        <translation>從這裡開始：在手機上登入，輸入金額，再把卡片拖到刷卡機上。</translation>
    </message>
    <message>
        <source>Close the hint</source>
        <translation>關閉提示</translation>
    </message>
    <message>
        <source>The connection to the reader ended. The last events are kept.</source>
        <translation>與刷卡機的連線已中斷，最後的事件已保留。</translation>
    </message>
    <message>
        <source>The reader stopped. The last events are kept.</source>
        <translation>刷卡機已停止，最後的事件已保留。</translation>
    </message>
    <message>
        <source>Connect again</source>
        <translation>重新連線</translation>
    </message>
    <message>
        <source>Restart</source>
        <translation>重新啟動</translation>
    </message>
    <message>
        <source>session up</source>
        <translation>工作階段已建立</translation>
    </message>
    <message>
        <source>compare the code</source>
        <translation>核對配對碼</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>In memory: </source>
        <translation>記憶體直連：</translation>
    </message>
    <message>
        <source>No acquirer</source>
        <translation>沒有收單機構</translation>
    </message>
    <message>
        <source>Host: signed in</source>
        <translation>主機：已簽到</translation>
    </message>
    <message>
        <source>Host: ready</source>
        <translation>主機：就緒</translation>
    </message>
    <message>
        <source>Journal %1 events</source>
        <translation>日誌 %1 筆</translation>
    </message>
    <message>
        <source>%1 files not loaded</source>
        <translation>%1 個檔案未載入</translation>
    </message>
    <message>
        <source>Test keys and test cards only</source>
        <translation>僅限測試金鑰與測試卡</translation>
    </message>
    <message>
        <source>Deterministic, seed %1</source>
        <translation>確定性模式，種子 %1</translation>
    </message>
</context>
<context>
    <name>PhoneView</name>
    <message>
        <source>Merchant's phone, SIMULATOR</source>
        <translation>商家手機，SIMULATOR</translation>
    </message>
    <message>
        <source>T %1</source>
        <translation>端末機 %1</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>History</source>
        <translation>歷史</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>連線</translation>
    </message>
    <message>
        <source>Log out</source>
        <translation>登出</translation>
    </message>
    <message>
        <source>Test merchant %1</source>
        <translation>測試商家 %1</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>操作員</translation>
    </message>
    <message>
        <source>Password</source>
        <translation>密碼</translation>
    </message>
    <message>
        <source>Does the reader show this code?</source>
        <translation>刷卡機上顯示的是這個號碼嗎？</translation>
    </message>
    <message>
        <source>Press the green key on the reader if it does, the red one if not.</source>
        <translation>如果一致，按刷卡機的綠色鍵；如果不一致，按紅色鍵。</translation>
    </message>
    <message>
        <source>Log in and start a sale</source>
        <translation>登入並開始消費</translation>
    </message>
    <message>
        <source>Test account, filled in for you</source>
        <translation>測試帳號，已為您填好</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金額</translation>
    </message>
    <message>
        <source>Signed in, batch %1</source>
        <translation>已簽到，批次 %1</translation>
    </message>
    <message>
        <source>Charge</source>
        <translation>收款</translation>
    </message>
    <message>
        <source>virtual time %1</source>
        <translation>虛擬時間 %1</translation>
    </message>
    <message>
        <source>Link to the reader</source>
        <translation>與刷卡機的連線</translation>
    </message>
    <message>
        <source>In memory</source>
        <translation>記憶體直連</translation>
    </message>
    <message>
        <source>Log out to change the link.</source>
        <translation>登出後才能變更連線。</translation>
    </message>
    <message>
        <source>Acquirer</source>
        <translation>收單機構</translation>
    </message>
    <message>
        <source>HOST:PORT, empty for the built-in one</source>
        <translation>主機:連接埠，留空為內建主機</translation>
    </message>
    <message>
        <source>Use it (the reader starts anew)</source>
        <translation>使用（刷卡機將重新啟動）</translation>
    </message>
</context>
<context>
    <name>ReaderView</name>
    <message>
        <source>Reader %1, SIMULATOR</source>
        <translation>刷卡機 %1，SIMULATOR</translation>
    </message>
    <message>
        <source>Reader, SIMULATOR</source>
        <translation>刷卡機，SIMULATOR</translation>
    </message>
    <message>
        <source>SAM slot, %1</source>
        <translation>SAM 卡槽，%1</translation>
    </message>
    <message>
        <source>Display, PIN entry</source>
        <translation>顯示幕，正在輸入密碼</translation>
    </message>
    <message>
        <source>Display, 4 lines: %1</source>
        <translation>顯示幕，四行：%1</translation>
    </message>
    <message>
        <source>Display, dark</source>
        <translation>顯示幕，未點亮</translation>
    </message>
    <message>
        <source>Light %1, on</source>
        <translation>指示燈 %1，亮</translation>
    </message>
    <message>
        <source>Light %1, off</source>
        <translation>指示燈 %1，滅</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>選單</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>向上</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>向下</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>電源</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>星號</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>井字</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>確認</translation>
    </message>
    <message>
        <source>Stripe slot, card in it</source>
        <translation>磁條槽，有卡片</translation>
    </message>
    <message>
        <source>Stripe slot, empty</source>
        <translation>磁條槽，空</translation>
    </message>
    <message>
        <source>Chip slot, %1 inserted</source>
        <translation>晶片插槽，已插入 %1</translation>
    </message>
    <message>
        <source>Chip slot, empty</source>
        <translation>晶片插槽，空</translation>
    </message>
</context>
<context>
    <name>SaleSteps</name>
    <message>
        <source>Reader connected, signed in</source>
        <translation>刷卡機已連線，已簽到</translation>
    </message>
    <message>
        <source>Request sent</source>
        <translation>請求已送出</translation>
    </message>
    <message>
        <source>Amount sent</source>
        <translation>金額已送出</translation>
    </message>
    <message>
        <source>Swipe again</source>
        <translation>請重新刷卡</translation>
    </message>
    <message>
        <source>The card has a chip</source>
        <translation>請使用晶片</translation>
    </message>
    <message>
        <source>Waiting for card</source>
        <translation>等待卡片</translation>
    </message>
    <message>
        <source>PIN on the reader</source>
        <translation>在刷卡機上輸入密碼</translation>
    </message>
    <message>
        <source>Host answer</source>
        <translation>主機回應</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>收據</translation>
    </message>
    <message>
        <source>Declined, code %1</source>
        <translation>交易拒絕，回應碼 %1</translation>
    </message>
    <message>
        <source>The cardholder signs here</source>
        <translation>請持卡人在此簽名</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>New sale</source>
        <translation>新交易</translation>
    </message>
    <message>
        <source>Cancel sale</source>
        <translation>取消交易</translation>
    </message>
    <message>
        <source>Sealed end to end. This phone never sees card or PIN.</source>
        <translation>全程加密。手機看不到卡號與密碼。</translation>
    </message>
</context>
<context>
    <name>SignaturePad</name>
    <message>
        <source>Signature</source>
        <translation>簽名</translation>
    </message>
    <message>
        <source>Signature field, %1 strokes</source>
        <translation>簽名區，%1 筆</translation>
    </message>
    <message>
        <source>Signature field, empty</source>
        <translation>簽名區，空</translation>
    </message>
</context>
<context>
    <name>Wallet</name>
    <message>
        <source>Wallet, %1 cards</source>
        <translation>卡包，%1 張卡</translation>
    </message>
    <message>
        <source>Too fast: %1 cm/s. The reader reads 10 to 150.</source>
        <translation>刷卡過快：%1 cm/s，可讀範圍 10–150。</translation>
    </message>
    <message>
        <source>Too slow: %1 cm/s. The reader reads 10 to 150.</source>
        <translation>刷卡過慢：%1 cm/s，可讀範圍 10–150。</translation>
    </message>
    <message>
        <source>%1 cm/s</source>
        <translation>%1 cm/s</translation>
    </message>
    <message>
        <source>WALLET</source>
        <translation>卡包</translation>
    </message>
    <message>
        <source>Not loaded, line %1, column %2</source>
        <translation>未載入，第 %1 行，第 %2 欄</translation>
    </message>
    <message>
        <source>Load again</source>
        <translation>重新載入</translation>
    </message>
    <message>
        <source>in the chip slot</source>
        <translation>在晶片插槽中</translation>
    </message>
    <message>
        <source>at the antenna</source>
        <translation>感應中</translation>
    </message>
    <message>
        <source>Card %1, %2, ending %3</source>
        <translation>卡片 %1，%2，末四碼 %3</translation>
    </message>
    <message>
        <source>PSAM %1, in its slot</source>
        <translation>PSAM %1，已在卡槽中</translation>
    </message>
    <message>
        <source>PSAM %1</source>
        <translation>PSAM %1</translation>
    </message>
    <message>
        <source>in its slot</source>
        <translation>已在卡槽中</translation>
    </message>
    <message>
        <source>drag to the reader</source>
        <translation>拖到刷卡機上</translation>
    </message>
    <message>
        <source>Drag a card to the reader, or select it and press</source>
        <translation>把卡片拖到刷卡機上，或選取後按</translation>
    </message>
    <message>
        <source>The wallet is empty</source>
        <translation>卡包是空的</translation>
    </message>
    <message>
        <source>swipe</source>
        <translation>刷卡</translation>
    </message>
    <message>
        <source>insert</source>
        <translation>插卡</translation>
    </message>
    <message>
        <source>tap</source>
        <translation>感應</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Sale</source>
        <translation>消費</translation>
    </message>
    <message>
        <source>Balance</source>
        <translation>餘額查詢</translation>
    </message>
    <message>
        <source>Wallet purchase</source>
        <translation>電子錢包消費</translation>
    </message>
    <message>
        <source>Void</source>
        <translation>消費撤銷</translation>
    </message>
    <message>
        <source>Refund</source>
        <translation>退貨</translation>
    </message>
    <message>
        <source>Pre-authorisation</source>
        <translation>預授權</translation>
    </message>
    <message>
        <source>Pre-authorisation void</source>
        <translation>預授權撤銷</translation>
    </message>
    <message>
        <source>Completion</source>
        <translation>預授權完成</translation>
    </message>
    <message>
        <source>Completion void</source>
        <translation>預授權完成撤銷</translation>
    </message>
    <message>
        <source>Settlement</source>
        <translation>結算</translation>
    </message>
    <message>
        <source>Sign off</source>
        <translation>簽退</translation>
    </message>
    <message>
        <source>Electronic cash</source>
        <translation>電子現金</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>圈存</translation>
    </message>
    <message>
        <source>Offline sale</source>
        <translation>離線消費</translation>
    </message>
    <message>
        <source>Offline refund</source>
        <translation>離線退貨</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金額</translation>
    </message>
    <message>
        <source>Trace number</source>
        <translation>流水號</translation>
    </message>
    <message>
        <source>Reference</source>
        <translation>參考號</translation>
    </message>
    <message>
        <source>Authorisation code</source>
        <translation>授權碼</translation>
    </message>
    <message>
        <source>Date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>First amount</source>
        <translation>原金額</translation>
    </message>
    <message>
        <source>stripe</source>
        <translation>磁條</translation>
    </message>
    <message>
        <source>chip</source>
        <translation>晶片</translation>
    </message>
    <message>
        <source>chip and stripe</source>
        <translation>晶片 · 磁條</translation>
    </message>
    <message>
        <source>Debit</source>
        <translation>借記卡</translation>
    </message>
    <message>
        <source>Credit</source>
        <translation>信用卡</translation>
    </message>
    <message>
        <source>UnionPay debit, chip and tap</source>
        <translation>銀聯借記卡，晶片、感應</translation>
    </message>
    <message>
        <source>UnionPay credit, chip and tap</source>
        <translation>銀聯信用卡，晶片、感應</translation>
    </message>
    <message>
        <source>Youchi bar reader</source>
        <translation>Youchi 直板刷卡機</translation>
    </message>
    <message>
        <source>Newland bar reader</source>
        <translation>Newland 直板刷卡機</translation>
    </message>
    <message>
        <source>M35 reader, stripe, chip and contactless</source>
        <translation>M35 刷卡機，磁條、晶片、感應</translation>
    </message>
    <message>
        <source>Application blocked</source>
        <translation>應用已鎖定</translation>
    </message>
    <message>
        <source>Approves by itself</source>
        <translation>離線核准</translation>
    </message>
    <message>
        <source>Bar reader with a lenient policy</source>
        <translation>直板刷卡機，寬鬆策略</translation>
    </message>
    <message>
        <source>Bar reader, stripe and chip</source>
        <translation>直板刷卡機，磁條、晶片</translation>
    </message>
    <message>
        <source>Before its date</source>
        <translation>未到生效日</translation>
    </message>
    <message>
        <source>Blocks, T=1</source>
        <translation>T=1 區塊傳輸</translation>
    </message>
    <message>
        <source>Card blocked</source>
        <translation>卡片已鎖定</translation>
    </message>
    <message>
        <source>Chip debit</source>
        <translation>晶片借記卡</translation>
    </message>
    <message>
        <source>Combined signature, 1408 bits</source>
        <translation>CDA 簽章，1408 位元</translation>
    </message>
    <message>
        <source>Counter jumps</source>
        <translation>計數器跳變</translation>
    </message>
    <message>
        <source>Counts its sales</source>
        <translation>累計次數檢查</translation>
    </message>
    <message>
        <source>Credit, blocked</source>
        <translation>信用卡，已鎖定</translation>
    </message>
    <message>
        <source>Data changed after signing</source>
        <translation>簽章後資料被改</translation>
    </message>
    <message>
        <source>Debit of another bank</source>
        <translation>他行借記卡</translation>
    </message>
    <message>
        <source>Debit with a limit of 100.00 a sale</source>
        <translation>借記卡，單筆限額 100.00</translation>
    </message>
    <message>
        <source>Debit, 20.00 on the account</source>
        <translation>借記卡，餘額 20.00</translation>
    </message>
    <message>
        <source>Debit, expired</source>
        <translation>借記卡，已過期</translation>
    </message>
    <message>
        <source>Debit, high coercivity</source>
        <translation>借記卡，高抗磁</translation>
    </message>
    <message>
        <source>Debit, reported lost</source>
        <translation>借記卡，已掛失</translation>
    </message>
    <message>
        <source>Debit, reported stolen</source>
        <translation>借記卡，遭竊</translation>
    </message>
    <message>
        <source>Debit, worn</source>
        <translation>借記卡，磨損</translation>
    </message>
    <message>
        <source>Declines after approval</source>
        <translation>核准後拒絕</translation>
    </message>
    <message>
        <source>Falls silent</source>
        <translation>不再回應</translation>
    </message>
    <message>
        <source>For cash only</source>
        <translation>僅限取現</translation>
    </message>
    <message>
        <source>Four times the bit rate</source>
        <translation>四倍速率</translation>
    </message>
    <message>
        <source>Issuer certificate past its date</source>
        <translation>發卡行憑證過期</translation>
    </message>
    <message>
        <source>Issuer certificate with a wrong hash</source>
        <translation>發卡行憑證雜湊錯誤</translation>
    </message>
    <message>
        <source>Longest keys</source>
        <translation>最長金鑰</translation>
    </message>
    <message>
        <source>Longest keys, exponent 65537</source>
        <translation>最長金鑰，指數 65537</translation>
    </message>
    <message>
        <source>Mastercard test card</source>
        <translation>Mastercard 測試卡</translation>
    </message>
    <message>
        <source>Never been online</source>
        <translation>從未連線</translation>
    </message>
    <message>
        <source>No CDOL1</source>
        <translation>缺少 CDOL1</translation>
    </message>
    <message>
        <source>No offline authentication</source>
        <translation>無離線認證</translation>
    </message>
    <message>
        <source>PIN and signature</source>
        <translation>密碼與簽名</translation>
    </message>
    <message>
        <source>PIN blocked</source>
        <translation>密碼已鎖定</translation>
    </message>
    <message>
        <source>PIN checked by the chip</source>
        <translation>晶片驗證密碼</translation>
    </message>
    <message>
        <source>Past its date</source>
        <translation>已過期</translation>
    </message>
    <message>
        <source>Phone with a payment SIM</source>
        <translation>內含支付 SIM 的手機</translation>
    </message>
    <message>
        <source>Plain PIN or nothing</source>
        <translation>明文密碼</translation>
    </message>
    <message>
        <source>Published virtual card</source>
        <translation>公開虛擬卡</translation>
    </message>
    <message>
        <source>Refuses its issuer</source>
        <translation>拒絕發卡行</translation>
    </message>
    <message>
        <source>SM4 cryptograms</source>
        <translation>SM4 密文</translation>
    </message>
    <message>
        <source>Signature, no PIN</source>
        <translation>簽名，無密碼</translation>
    </message>
    <message>
        <source>Signs another number</source>
        <translation>簽章卡號不符</translation>
    </message>
    <message>
        <source>Static authentication</source>
        <translation>靜態認證</translation>
    </message>
    <message>
        <source>TLV length too long</source>
        <translation>TLV 長度錯誤</translation>
    </message>
    <message>
        <source>Three applications</source>
        <translation>三個應用</translation>
    </message>
    <message>
        <source>Two account numbers</source>
        <translation>兩個卡號</translation>
    </message>
    <message>
        <source>UnionPay electronic cash</source>
        <translation>銀聯電子現金</translation>
    </message>
    <message>
        <source>UnionPay quasi-credit</source>
        <translation>銀聯準貸記卡</translation>
    </message>
    <message>
        <source>Visa test card</source>
        <translation>Visa 測試卡</translation>
    </message>
    <message>
        <source>Wallet of the first generation</source>
        <translation>第一代電子錢包</translation>
    </message>
    <message>
        <source>phone</source>
        <translation>手機</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>交易成功</translation>
    </message>
    <message>
        <source>Declined</source>
        <translation>交易拒絕</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Timed out</source>
        <translation>逾時</translation>
    </message>
    <message>
        <source>Card not readable</source>
        <translation>卡片無法讀取</translation>
    </message>
    <message>
        <source>Use the chip</source>
        <translation>請使用晶片</translation>
    </message>
    <message>
        <source>No host answer</source>
        <translation>主機無回應</translation>
    </message>
    <message>
        <source>Host not reached</source>
        <translation>無法連線主機</translation>
    </message>
    <message>
        <source>Answer refused</source>
        <translation>回應被拒絕</translation>
    </message>
    <message>
        <source>Card taken out too early</source>
        <translation>卡片過早取出</translation>
    </message>
    <message>
        <source>Card refused</source>
        <translation>卡片被拒絕</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>已拒絕</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>錯誤</translation>
    </message>
</context>
</TS>
